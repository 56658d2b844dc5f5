import type { ReactNode } from 'react'
import { VisibleText } from '@/components/ui/visible-text'
import { Fold } from './fold'

const STARTS_WITH = 48
const lineCount = (text: string) => text.split('\n').length

interface LongTextProps {
  part: string
  text: string
  /** From how many characters it is folded. */
  over: number
  /** How it is drawn when open; as plain visible text unless said otherwise. */
  children?: ReactNode
  lines?: number
}

/** Somebody else's text, folded when it is long. Only its head and its length are outside of the fold. */
export function LongText({ part, text, over, lines = lineCount(text), children = <VisibleText text={text} /> }: LongTextProps) {
  if (text.length <= over) return children
  const head = [...text.slice(0, 4 * STARTS_WITH)].slice(0, STARTS_WITH).join('')
  return (
    <Fold part={part} length={text.length} lines={lines} start={<VisibleText text={head} className="whitespace-nowrap" />}>
      {children}
    </Fold>
  )
}
