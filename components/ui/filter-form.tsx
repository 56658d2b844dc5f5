'use client'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useEffect, useRef, useTransition, type ComponentProps, type SubmitEvent } from 'react'

type Control = HTMLInputElement | HTMLSelectElement
const isControl = (element: Element): element is Control =>
  (element instanceof HTMLInputElement && element.type !== 'hidden') || element instanceof HTMLSelectElement

/**
 * A GET form whose fields are the address. Selects apply at once, typed fields on Enter; without JavaScript it is
 * an ordinary form. `data-default` names the value that needs no parameter.
 */
export function FilterForm({ children, ...props }: ComponentProps<'form'>) {
  const router = useRouter()
  const path = usePathname()
  const address = useSearchParams().toString()
  const form = useRef<HTMLFormElement>(null)
  const [pending, startTransition] = useTransition()

  // After "clear" or Back the fields say what the address says, without losing the focus.
  useEffect(() => {
    const parameters = new URLSearchParams(address)
    for (const element of form.current?.elements ?? []) {
      if (!isControl(element) || !element.name || (element.type === 'date' && !parameters.has(element.name))) continue
      element.value = parameters.get(element.name) ?? element.dataset.default ?? ''
    }
  }, [address])

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    const defaults = new Map([...event.currentTarget.elements].filter(isControl).map((control) => [control.name, control.dataset.default]))
    const wanted = [...new FormData(event.currentTarget)]
      .map(([name, value]): [string, string] => [name, String(value).trim()])
      .filter(([name, value]) => value !== '' && value !== defaults.get(name))
    const query = new URLSearchParams(wanted).toString()
    startTransition(() => router.push(query ? `${path}?${query}` : path))
  }

  return (
    <form
      ref={form}
      method="get"
      action={path}
      aria-busy={pending}
      onSubmit={submit}
      onChange={(event) => event.target instanceof HTMLSelectElement && event.currentTarget.requestSubmit()}
      {...props}
    >
      {children}
    </form>
  )
}
