import { CircleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Problem } from '@/lib/audit/search'

/** Every word that says nothing, and what it could say. Nothing is listed meanwhile: it would be the answer to another question. */
export function SearchProblems({ id, problems }: { id: string; problems: readonly (Problem | { code: 'counts_only'; word: '' })[] }) {
  const t = useTranslations('audit.problem')
  return (
    <div id={id} role="alert" className="mt-2.5 rounded-card border border-line bg-bad-soft px-3.5 py-2.5 text-13">
      <p className="mb-1 flex items-center gap-2 font-semibold text-bad">
        <CircleAlert aria-hidden className="size-4 shrink-0" />
        {t('title', { count: problems.length })}
      </p>
      <ul className="space-y-1 ps-6">
        {problems.map(({ code, word }, index) => (
          <li key={`${index}${word}`}>
            {word && <code className="me-2 font-mono text-12 break-all"><bdi>{word}</bdi></code>}
            {t(code)}
          </li>
        ))}
      </ul>
    </div>
  )
}
