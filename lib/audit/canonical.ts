import canonicalize from 'canonicalize'

/** RFC 8785 text of a JSON value: one spelling for one meaning, so that hashes can be compared. */
export function canonical(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('not a JSON value')
  return text
}
