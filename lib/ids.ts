import { v7 } from 'uuid'

/** UUIDv7: sorts by time, so keyset pages and indexes stay local. */
export const newId = () => v7()

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
export const isId = (text: string) => UUID.test(text)
