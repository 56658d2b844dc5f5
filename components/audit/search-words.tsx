import { parseSearch, type Search } from '@/lib/audit/search'

/** The search in colours, drawn under the transparent text of the field: fields stand out, what is not understood is underlined. */
export function SearchWords({ text }: { text: string }) {
  return (
    <>
      {pieces(text, parseSearch(text)).map(({ at, words, tone }) => (
        <span key={at} className={tone}>{words}</span>
      ))}
    </>
  )
}

function pieces(text: string, { terms, problems }: Search) {
  const marks = terms.flatMap(({ field, at, end }) => {
    const colon = field === 'text' ? at : text.indexOf(':', at) + 1
    return [{ from: at, until: colon, tone: 'text-accent' }, { from: colon, until: end, tone: undefined }]
  })
  for (const { word } of problems) {
    const from = word ? text.indexOf(word) : -1
    if (from >= 0) marks.push({ from, until: from + word.length, tone: 'underline decoration-bad decoration-wavy underline-offset-3' })
  }
  const found: { at: number; words: string; tone?: string }[] = []
  let at = 0
  for (const { from, until, tone } of marks.sort((a, b) => a.from - b.from)) {
    if (from < at || from === until) continue
    if (from > at) found.push({ at, words: text.slice(at, from) })
    found.push({ at: from, words: text.slice(from, until), tone })
    at = until
  }
  if (at < text.length) found.push({ at, words: text.slice(at) })
  return found
}
