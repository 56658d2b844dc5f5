interface Outcome {
  status: 'pending' | 'approved' | 'rejected'
  /** People whose yes counts now. */
  votes: number
}

/**
 * Pure. What one more vote makes of a pending approval that has `votes` of the `required`: one no rejects it, and a yes with an edit
 * is the first for the new arguments. The database's `apply_decision` decides; a decision commits only where both say the same.
 */
export function outcomeOf(says: 'yes' | 'yes_edited' | 'no', votes: number, required: number): Outcome {
  if (says === 'no') return { status: 'rejected', votes }
  const counted = says === 'yes_edited' ? 1 : votes + 1
  return { status: counted >= required ? 'approved' : 'pending', votes: counted }
}
