import { getLocale, getTranslations } from 'next-intl/server'
import type { AppError } from '@/lib/errors'
import { safePath } from './next-page'

/** Whether a person would read the answer: a form that the browser posts by itself, for a file to save. */
export const isNavigation = (request: Request) => request.headers.get('sec-fetch-mode') === 'navigate'

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** Why there is no file, as a page in the reader's language with the way back; programs get the same as JSON. */
export async function refusalPage(request: Request, { code, status, more: { state } }: Pick<AppError, 'code' | 'status' | 'more'>): Promise<Response> {
  const [locale, t] = await Promise.all([getLocale(), getTranslations('errors')])
  const key = `state.${state}` as 'state.passkey_missing'
  const words = t.has(key) ? t(key) : t(`code.${code}` as 'code.invalid', { requestId: request.headers.get('x-request-id') ?? '' })
  const page = `<!doctype html>
<html lang="${locale}" dir="${locale === 'he' ? 'rtl' : 'ltr'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escaped(t('page.noFile'))} · Countersign</title>
<style nonce="${escaped(request.headers.get('x-nonce') ?? '')}">
body { max-width: 420px; margin: 18vh auto 0; padding: 0 24px; font: 14px/1.5 system-ui, sans-serif; text-align: center }
h1 { font-size: 16px }
</style>
</head>
<body>
<main data-code="${code}">
<h1>${escaped(t('page.noFile'))}</h1>
<p>${escaped(words)}</p>
<p><a href="${escaped(cameFrom(request))}">${escaped(t('page.back'))}</a></p>
</main>
</body>
</html>
`
  return new Response(page, { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } })
}

function cameFrom(request: Request): string {
  const referer = request.headers.get('referer') ?? ''
  if (!URL.canParse(referer)) return '/'
  const { pathname, search } = new URL(referer)
  return safePath(pathname + search) ?? '/'
}
