'use client'
import './globals.css'

/** The root layout itself failed, so there are no translations: both languages, plainly. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Countersign</title>
        <main className="mx-auto max-w-[420px] px-6 pt-[18vh] text-center">
          <h1 className="text-15 font-semibold">Countersign could not show this page</h1>
          <p className="mt-1.5 text-13 text-ink-2">Nothing was changed. Try again in a moment.</p>
          <p lang="he" dir="rtl" className="mt-1.5 text-13 text-ink-2">
            לא ניתן היה להציג את הדף. דבר לא השתנה; אפשר לנסות שוב בעוד רגע.
          </p>
          {error.digest && <p className="mt-2 font-mono text-12 text-ink-2">{error.digest}</p>}
          <button type="button" onClick={reset} className="mt-4 rounded-control border border-line-strong bg-raised px-3 py-1.5">
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}
