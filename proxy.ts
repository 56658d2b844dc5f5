import { NextResponse, type NextRequest } from 'next/server'
import { contentSecurityPolicy } from './app/csp'
import { originRefusal } from './app/origin'
import { newId } from './lib/ids'

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Every request: an id, a nonce for the CSP, and no writes from foreign pages. */
export function proxy(request: NextRequest): NextResponse {
  const requestId = newId()
  const refusal = READS.has(request.method) ? null : originRefusal(request.headers)
  if (refusal) return new NextResponse(`Refused: ${refusal}.\n`, { status: 403, headers: { 'x-request-id': requestId } })

  const nonce = btoa(crypto.randomUUID())
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development')
  const headers = new Headers(request.headers)
  headers.set('x-request-id', requestId)
  headers.set('x-nonce', nonce)
  // Layouts are not told the address; the list of approvals lives in one, and sign-in leads back to it.
  headers.set('x-path', request.nextUrl.pathname)
  headers.set('x-search', request.nextUrl.search)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('x-request-id', requestId)
  return response
}

export const config = { matcher: '/((?!_next/static|_next/image|favicon.ico|icon.svg).*)' }
