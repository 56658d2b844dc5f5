'use client'
import DeskError from './(desk)/error'

export default function BareError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main>
      <DeskError {...props} />
    </main>
  )
}
