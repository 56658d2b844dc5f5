import { redirect } from 'next/navigation'
import { requirePage } from './page-context'
import { startPage } from './start-page'

export default async function Home() {
  const { session } = await requirePage('signed_in')
  redirect(startPage(session.roles))
}
