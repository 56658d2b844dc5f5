import NotFound from './(desk)/not-found'
import { Brand } from '@/components/shell/brand'

/** Outside the signed-in frame: the same words on a bare page. */
export default function BareNotFound() {
  return (
    <main>
      <Brand className="px-5 pt-4" />
      <NotFound />
    </main>
  )
}
