import NotFound from './(desk)/not-found'

/** Outside the signed-in frame: the same words on a bare page. */
export default function BareNotFound() {
  return (
    <main>
      <NotFound />
    </main>
  )
}
