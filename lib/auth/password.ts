import { hash, verify } from '@node-rs/argon2'
import { randomInt } from 'node:crypto'

/** OWASP's Argon2id parameters (the library's default algorithm is Argon2id). */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string) => hash(password, PARAMETERS)

let decoy: Promise<string> | undefined

/** Takes as long for somebody unknown as for a wrong password. */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  const against = stored ?? (await (decoy ??= hashPassword('nobody has this password')))
  const matches = await verify(against, password)
  return matches && Boolean(stored)
}

/** No 0/O, 1/l/i, u/v: it is read off a terminal and typed. */
const ALPHABET = '23456789abcdefghjkmnpqrstwxyz'

/** Twenty random characters (97 bits) in groups of five. */
export function newOneTimePassword(): string {
  const group = () => Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  return Array.from({ length: 4 }, group).join('-')
}
