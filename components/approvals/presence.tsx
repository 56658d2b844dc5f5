'use client'
import { Eye } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { followLive } from '@/components/live/live-stream'
import { onceQuiet } from '@/components/ui/once-quiet'
import type { Looking } from '@/lib/live/presence'

const BEAT_MS = 20_000

/** Null where no answer came. Whoever goes on ends the question, and that may be in the middle of its answer. */
async function ask(form: FormData, signal: AbortSignal): Promise<Looking[] | null> {
  try {
    const answer = await fetch('/api/presence', { method: 'POST', body: form, signal })
    return answer.ok ? ((await answer.json()) as { people: Looking[] }).people : null
  } catch {
    return null
  }
}

/** "Noa is looking at this." Nothing where nobody else is; it comes and goes by itself. */
export function Presence({ approvalId }: { approvalId: string }) {
  const t = useTranslations('approvals.presence')
  const [people, setPeople] = useState<Looking[]>([])

  useEffect(() => {
    const body = (leaves: boolean) => {
      const form = new FormData()
      form.set('approval', approvalId)
      if (leaves) form.set('leaves', '1')
      return form
    }
    const control = new AbortController()
    const say = async () => {
      if (document.hidden || control.signal.aborted) return
      const others = await ask(body(false), control.signal)
      if (others) setPeople(others)
    }
    const leave = () => void navigator.sendBeacon('/api/presence', body(true))
    const seen = () => (document.hidden ? leave() : void say())
    onceQuiet(() => void say())
    const beat = setInterval(say, BEAT_MS)
    const stop = followLive((message) => message === 'presence' && void say())
    document.addEventListener('visibilitychange', seen)
    window.addEventListener('pagehide', leave)
    return () => {
      control.abort()
      clearInterval(beat)
      stop()
      document.removeEventListener('visibilitychange', seen)
      window.removeEventListener('pagehide', leave)
      onceQuiet(leave)
    }
  }, [approvalId])

  return (
    <span role="status" className="min-w-0 truncate text-12 text-ink-2 max-lg:order-last">
      {people.length > 0 && (
        <>
          <Eye aria-hidden className="me-1 inline size-3.5 align-[-2px] text-ink-3" />
          {t('looking', { name: people[0]?.name ?? '', others: people.length - 1 })}
        </>
      )}
    </span>
  )
}
