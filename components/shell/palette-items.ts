import type { Hit, HitKind } from '@/lib/search/find'

/** One line of the palette: a place to go, or something to do. */
export interface PaletteItem {
  id: string
  group: 'pages' | 'workspaces' | 'settings' | 'approvals' | 'agents' | 'tools' | 'people' | 'entries' | 'actions'
  label: string
  /** Written by somebody else: drawn as plain text with what it hides. */
  foreign?: boolean
  about?: string | null
  href?: string
  run?: () => void
}

const GROUP: Record<HitKind, PaletteItem['group']> = {
  approval: 'approvals', agent: 'agents', tool: 'tools', person: 'people', entry: 'entries', action: 'actions',
}
const PATH: Record<HitKind, string> = { approval: '/approvals/', agent: '/agents/', tool: '/tools/', person: '/team/', entry: '/audit/', action: '/actions/' }

export const hitItem = (hit: Hit, hebrew: boolean): PaletteItem => ({
  id: `${hit.kind}-${hit.id}`,
  group: GROUP[hit.kind],
  label: (hebrew && hit.titleHe) || hit.title,
  foreign: true,
  about: hit.about === hit.title ? null : hit.about,
  href: PATH[hit.kind] + encodeURIComponent(hit.id),
})

/** Every word that was typed begins a word of the label, or of what it is called in the address. */
export function fits({ label, href = '' }: PaletteItem, typed: string): boolean {
  const said = ` ${label} ${href.replaceAll('/', ' ')}`.toLowerCase()
  return typed.toLowerCase().split(/\s+/).filter(Boolean).every((word) => said.includes(` ${word}`))
}
