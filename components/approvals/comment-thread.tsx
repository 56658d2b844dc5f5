import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card, Section } from '@/components/ui/card'
import { Time } from '@/components/ui/time'
import { VisibleText } from '@/components/ui/visible-text'
import type { CommentLine } from '@/lib/approvals/comment'

/** What people say to each other about an approval. No agent sees it. */
export function CommentThread({ comments, children }: { comments: readonly CommentLine[]; children?: ReactNode }) {
  const t = useTranslations('approvals.comments')
  if (comments.length === 0 && !children) return null
  return (
    <Section id="comments" title={t('title')} aside={t('private')}>
      <Card>
        {comments.length > 0 && (
          <ol className="m-0 list-none border-b border-line p-0 last:border-0">
            {comments.map(({ id, name, body, at }) => (
              <li key={id} className="px-3.5 py-2.5">
                <div className="flex items-baseline gap-2 text-13">
                  <b className="min-w-0 font-medium"><bdi>{name}</bdi></b>
                  <Time at={at} className="text-12 text-ink-3" />
                </div>
                <VisibleText text={body} className="block" />
              </li>
            ))}
          </ol>
        )}
        {children && (
          <details>
            <summary className="w-fit cursor-pointer px-3.5 py-2.5 text-13 font-medium text-accent">{t('add')}</summary>
            {children}
          </details>
        )}
      </Card>
    </Section>
  )
}
