'use client'
import { useTranslations } from 'next-intl'
import type { MouseEvent } from 'react'
import { toast } from '@/components/ui/toast'
import type { CsvRow } from './csv'
import { quiet } from './quiet'

interface DownloadsProps {
  title: string
  /** Without the ending. */
  file: string
  numbers: readonly CsvRow[]
  /** Of the chart in the same `data-panel`. */
  picture?: boolean
}

/** What is shown, as files that the browser makes. */
export function Downloads({ title, file, numbers, picture = false }: DownloadsProps) {
  const t = useTranslations('metrics')
  async function save(event: MouseEvent, kind: 'csv' | 'png') {
    const panel = event.currentTarget.closest('[data-panel]')
    try {
      const blob = kind === 'csv' ? await table(numbers) : await drawing(panel, title)
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

async function table(numbers: readonly CsvRow[]): Promise<Blob> {
  const { csvOf } = await import('./csv')
  return new Blob([csvOf(numbers)], { type: 'text/csv;charset=utf-8' })
}

async function drawing(panel: Element | null, title: string): Promise<Blob> {
  const chart = panel?.querySelector<SVGSVGElement>('[data-chart] svg')
  if (!chart) throw new Error('no chart')
  const { pngOf } = await import('./png')
  return pngOf(chart, title)
}
