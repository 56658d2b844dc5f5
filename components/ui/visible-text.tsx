import { useTranslations } from 'next-intl'
import { visibleSegments } from '@/lib/text/visible'
import { cn } from './cn'

/**
 * Text that somebody else wrote, as plain text: hidden and reordering characters become badges,
 * words of mixed scripts are marked. The only way agent text reaches the screen.
 */
export function VisibleText({ text, className }: { text: string; className?: string }) {
  const t = useTranslations('common')
  return (
    <span dir="auto" className={cn('wrap-anywhere whitespace-pre-wrap [unicode-bidi:isolate]', className)}>
      {visibleSegments(text).map((segment, index) => {
        if (segment.kind === 'text') return segment.text
        if (segment.kind === 'hidden')
          return (
            <span
              key={index}
              title={t('hiddenCharacter')}
              data-hidden={segment.code}
              className="mx-px inline-block rounded-[4px] bg-bad-soft px-1 font-mono text-11 font-semibold whitespace-nowrap text-bad ltr"
            >
              {segment.code} {segment.name}
            </span>
          )
        return (
          <span key={index} data-mixed className="rounded-[4px] bg-warn-soft px-0.5 [unicode-bidi:isolate]">
            <bdi className="underline decoration-warn decoration-wavy underline-offset-2">{segment.text}</bdi>{' '}
            <span className="font-sans text-11 font-semibold text-warn">
              {t('mixedScripts', { scripts: segment.scripts.join(' + ') })}
            </span>
          </span>
        )
      })}
    </span>
  )
}
