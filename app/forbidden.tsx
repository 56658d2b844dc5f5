import Forbidden from './(desk)/forbidden'

export default function BareForbidden() {
  return (
    <main>
      <Forbidden />
    </main>
  )
}
