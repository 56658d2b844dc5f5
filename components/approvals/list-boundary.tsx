'use client'
// Not from next/error, which brings an error page of its own along.
import { catchError } from 'next/dist/client/components/catch-error'
import { ErrorState } from '@/components/ui/error-state'

/** A list that could not be drawn says so in its own pane: the document beside it keeps what was typed. */
export const ListBoundary = catchError((_props: object, { error, retry }) => (
  <div className="grid min-h-0 min-w-0 flex-1 place-items-center overflow-y-auto border-line bg-panel lg:border-e">
    <ErrorState digest={error instanceof Error && 'digest' in error ? String(error.digest) : undefined} retry={retry} />
  </div>
))
