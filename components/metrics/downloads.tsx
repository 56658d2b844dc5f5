'use client'
import { useTranslations } from 'next-intl'
import type { MouseEvent } from 'react'
import { toast } from '@/components/ui/toast'
import { quiet } from './quiet'

interface DownloadsProps {
  title: string
  /** Without the ending. */
  file: string
  picture?: boolean
}

/** Of the chart in the same `data-panel`: its numbers, and itself as a picture. Made in the browser from what is shown. */
export function Downloads({ title, file, picture = false }: DownloadsProps) {
  const t = useTranslations('metrics')
  async function save(event: MouseEvent, kind: 'csv' | 'png') {
    const panel = event.currentTarget.closest('[data-panel]')
    try {
      const blob = kind === 'csv' ? await numbers(panel) : await drawing(panel, title)
      const link = document.createElement('a')
      link.href = URL.createObjectURL(blob)
      link.download = `${file}.${kind}`
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
    } catch {
      toast.error(t('download.failed'))
    }
  }
  return (
    <>
      <button type="button" className={quiet} aria-label={t('download.csv', { title })} onClick={(event) => void save(event, 'csv')}>CSV</button>
      {picture && <button type="button" className={quiet} aria-label={t('download.png', { title })} onClick={(event) => void save(event, 'png')}>PNG</button>}
    </>
  )
}

async function numbers(panel: Element | null): Promise<Blob> {
  const table = panel?.querySelector('table')
  if (!table) throw new Error('no table')
  const { csvOf } = await import('./csv')
  return new Blob([csvOf(table)], { type: 'text/csv;charset=utf-8' })
}

async function drawing(panel: Element | null, title: string): Promise<Blob> {
  const chart = panel?.querySelector<SVGSVGElement>('[data-chart] svg')
  if (!chart) throw new Error('no chart')
  const { pngOf } = await import('./png')
  return pngOf(chart, title)
}
