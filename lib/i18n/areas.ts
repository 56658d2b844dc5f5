import type en from './messages/en'

/** One message file per area; a new area is added to messages/en.ts and messages/he.ts. */
export type Area = keyof typeof en
