import { createLoader, createSerializer, parseAsString, parseAsStringLiteral } from 'nuqs/server'

/** The list's filters as the address spells them: one definition for the server and the browser. */
export const filterParams = {
  status: parseAsStringLiteral(['waiting', 'decided', 'all'] as const).withDefault('waiting'),
  sort: parseAsStringLiteral(['soonest', 'oldest', 'newest'] as const).withDefault('soonest'),
  risk: parseAsStringLiteral(['high', 'medium', 'low'] as const),
  agent: parseAsString,
  tool: parseAsString,
}

export const readFilter = createLoader(filterParams)
/** "?risk=high", or nothing where all is as usual. */
export const filterSearch = createSerializer(filterParams)
