'use client'
import { ErrorState } from '@/components/ui/error-state'

export default function DeskError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <ErrorState heading="h1" digest={error.digest} retry={reset} className="pt-[18vh]" />
}
