'use client'
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { askPasskey, useCeremony } from '@/components/passkeys/ceremony'
import type { FormAction } from '@/components/ui/action-result'

export type BeginStepUp = FormAction<PublicKeyCredentialRequestOptionsJSON>

const ASKED = ['approval', 'decision', 'hash', 'args']

/** The decision with the passkey's question before it: what is sent is what was signed. Without `begin`, the decision as it is. */
export function useStepUp<T>(decide: FormAction<T>, begin: BeginStepUp | null): FormAction<T> {
  const ceremony = useCeremony()
  if (!begin) return decide
  return async (previous, data) => {
    const question = new FormData()
    for (const name of ASKED) for (const value of data.getAll(name)) question.append(name, value)
    const begun = await begin(previous, question)
    if (!begun.ok) return begun
    const answer = await ceremony(askPasskey(begun.value), { decision: String(data.get('decision')) })
    if (!answer.ok) return answer
    data.set('assertion', answer.text)
    return decide(previous, data)
  }
}
