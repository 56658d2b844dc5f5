/** What every server action answers; see `defineAction` in app/action.ts. Safe to import from client components. */
export type ActionResult<T = undefined> =
  | { ok: true; value: T; at: number }
  | {
      ok: false
      code: string
      /** One translated sentence for the person. */
      message: string
      /** English detail from the verb, e.g. who won a race. */
      detail?: string
      /** Translated, keyed by form field name. */
      fieldErrors: Record<string, string>
      /** The verb's own, with their whole JSON pointers, where it gave any. */
      errors?: readonly { path: string; message: string }[]
      /** What was typed, so that nothing is lost; secrets are left out. */
      values: FormValues
      /** The current state that a conflict carries. */
      state?: string
      requestId: string
      at: number
    }

export type FormValues = Record<string, string | string[]>

/** The shape `useActionState` wants. No action looks at the previous answer, so an action of any value fits a form of any. */
export type FormAction<T = undefined> = (
  previous: ActionResult<unknown> | null,
  form: FormData,
) => Promise<ActionResult<T>>
