import Forbidden from './(desk)/forbidden'
import { Brand } from '@/components/shell/brand'

export default function BareForbidden() {
  return (
    <main>
      <Brand className="px-5 pt-4" />
      <Forbidden />
    </main>
  )
}
