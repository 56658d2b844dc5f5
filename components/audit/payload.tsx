import { CopyButton } from '@/components/ui/copy-button'
import { VisibleText } from '@/components/ui/visible-text'

/** JSON as it was recorded, spread over lines; it is plain text whatever it says. */
export function Payload({ title, text }: { title: string; text: string | null }) {
  if (text === null) return null
  return (
    <section className="mb-[18px]">
      <div className="mb-1 flex items-center justify-between">
        <h3 className="text-12 font-semibold text-ink-3">{title}</h3>
        <CopyButton text={text} />
      </div>
      <div
        dir="ltr"
        role="region"
        aria-label={title}
        tabIndex={0}
        className="max-h-[340px] overflow-auto rounded-card border border-line bg-bg px-3 py-2 font-mono text-12 leading-[1.7] break-words"
      >
        <VisibleText text={JSON.stringify(JSON.parse(text), null, 2)} />
      </div>
    </section>
  )
}
