'use client'
import { Check, Copy } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Button } from './button'
import { IconButton } from './icon-button'

/** Copies text. Where the clipboard is closed (plain http), it selects the text for the person instead. */
export function CopyButton({ text, label, withText }: { text: string; label?: string; withText?: boolean }) {
  const t = useTranslations('common')
  const [done, setDone] = useState(false)
  useEffect(() => {
    if (!done) return
    const timer = setTimeout(() => setDone(false), 1600)
    return () => clearTimeout(timer)
  }, [done])

  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setDone(true)
    } catch {
      window.prompt(t('copyByHand'), text)
    }
  }

  const name = done ? t('copied') : (label ?? t('copy'))
  const icon = done ? <Check aria-hidden className="size-3.5 text-ok" /> : <Copy aria-hidden className="size-3.5" />
  return (
    <>
      {withText ? (
        <Button size="sm" onClick={copy}>
          {icon}
          {name}
        </Button>
      ) : (
        <IconButton label={name} size="sm" onClick={copy}>
          {icon}
        </IconButton>
      )}
      <span role="status" className="sr-only">
        {done ? t('copied') : ''}
      </span>
    </>
  )
}
