import { createLoader, createSerializer, parseAsInteger, parseAsString, parseAsStringLiteral, type inferParserType } from 'nuqs/server'
import type { ActivityFilter } from '@/lib/actions/activity'
import { ActionState } from '@/packages/sdk/contract/actions'
import { Effect } from '@/packages/sdk/contract/verdict'

const parsers = {
  agent: parseAsString,
  tool: parseAsString,
  verdict: parseAsStringLiteral(Effect.options),
  state: parseAsStringLiteral(ActionState.options),
  level: parseAsInteger,
  /** Where the page begins: paused there, or further back. Without it, it begins now and follows. */
  until: parseAsString,
}

/** The one reading of the activity page's address, shared by the page and by what counts the newer ones. */
export const readActivityAddress = createLoader(parsers)
export type ActivityAddress = inferParserType<typeof parsers>

// PostgreSQL text has no U+0000.
const said = (text: string | null) => text?.replaceAll('\0', '').slice(0, 200) || null

export const filterOf = ({ agent, tool, verdict, state, level }: ActivityAddress): ActivityFilter => ({
  agent: said(agent), tool: said(tool), verdict, state, level: level !== null && level >= 0 && level <= 4 ? level : null,
})

export const isFiltered = (address: ActivityAddress) => Object.values(filterOf(address)).some((value) => value !== null)

const serialize = createSerializer(parsers)
export const activityHref = (address: ActivityAddress, until: string | null) => serialize('/activity', { ...address, until })
