/** The filters of the address, as they stand in it. */
export type FilterValues = Readonly<Record<'period' | 'from' | 'to' | 'kind' | 'outcome' | 'event' | 'agent' | 'tool' | 'actor' | 'client' | 'q' | 'action', string | null>>
