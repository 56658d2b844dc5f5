'use client'
import { ChevronsUpDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { startTransition } from 'react'
import type { FormAction } from '@/components/ui/action-result'
import { Menu, MenuChoice } from '@/components/ui/menu'
import { Brand, BrandMark } from './brand'

export interface WorkspaceSwitcherProps {
  current: { id: string; name: string }
  workspaces: readonly { id: string; name: string }[]
  switchWorkspace?: FormAction
}

/** The brand; with more than one workspace it also says where you are and takes you elsewhere. */
export function WorkspaceSwitcher({ current, workspaces, switchWorkspace }: WorkspaceSwitcherProps) {
  const t = useTranslations('common')
  if (workspaces.length < 2 || !switchWorkspace) return <Brand className="px-2 pt-1 pb-3.5" />

  function change(id: string) {
    if (id === current.id || !switchWorkspace) return
    const form = new FormData()
    form.set('workspace', id)
    startTransition(async () => void (await switchWorkspace(null, form)))
  }

  const trigger = (
    <button
      type="button"
      aria-label={`${t('switchWorkspace')}: ${current.name}`}
      className="mb-2 flex w-full items-center gap-[9px] rounded-md px-2 py-1 text-start hover:bg-hover"
    >
      <BrandMark />
      <span className="min-w-0 flex-1">
        <span className="block leading-4 font-bold tracking-[-.01em]" translate="no">
          Countersign
        </span>
        <span className="block truncate text-12 leading-4 text-ink-2">
          <bdi>{current.name}</bdi>
        </span>
      </span>
      <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-3" />
    </button>
  )
  return (
    <Menu trigger={trigger} className="w-56">
      <MenuChoice
        label={t('workspace')}
        value={current.id}
        options={workspaces.map((one) => ({ value: one.id, label: <bdi>{one.name}</bdi> }))}
        onChange={change}
      />
    </Menu>
  )
}
