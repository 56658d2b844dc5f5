'use client'
import { usePathname, useRouter } from 'next/navigation'
import { useTransition, type ReactNode, type SubmitEvent } from 'react'

/** A GET form whose fields are the address; selects apply at once. What is empty or the usual (`data-usual`) is left out. */
export function SearchForm({ label, children }: { label: string; children: ReactNode }) {
  const router = useRouter()
  const path = usePathname()
  const [pending, startTransition] = useTransition()
  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    const usual = new Map([...event.currentTarget.querySelectorAll<HTMLElement & { name: string }>('[data-usual]')].map((each) => [each.name, each.dataset.usual]))
    const wanted = [...new FormData(event.currentTarget)]
      .map(([name, value]): [string, string] => [name, String(value).trim()])
      .filter(([name, value]) => value !== '' && value !== usual.get(name))
    const query = new URLSearchParams(wanted).toString()
    startTransition(() => router.push(query ? `${path}?${query}` : path))
  }
  return (
    <form
      method="get"
      action={path}
      role="search"
      aria-label={label}
      aria-busy={pending}
      onSubmit={submit}
      onChange={(event) => event.target instanceof HTMLSelectElement && event.currentTarget.requestSubmit()}
      className="contents"
    >
      {children}
    </form>
  )
}
