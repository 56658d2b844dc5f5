export const dynamic = 'force-dynamic'

/** The least that a page of Next.js can be, made anew for every request. */
export default function Page() {
  return <main>{new Date().toISOString()}</main>
}
