import { z } from 'zod'

// The closed set: every refusal is one of these, and a code has exactly one status.
export const PROBLEMS = {
  invalid_json: { status: 400, title: 'The body is not strict JSON' },
  unsafe_number: { status: 400, title: 'A number does not survive a round trip' },
  reserved_key: { status: 400, title: 'A key is reserved' },
  invalid_header: { status: 400, title: 'A header is not valid' },
  invalid_query: { status: 400, title: 'The query is not valid' },
  unauthenticated: { status: 401, title: 'A valid API key is needed' },
  forbidden: { status: 403, title: 'The key lacks the scope' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'The method is not allowed here' },
  conflict: { status: 409, title: 'The state has changed' },
  args_mismatch: { status: 409, title: 'The arguments are not the approved ones' },
  already_started: { status: 409, title: 'The action was already started' },
  already_reported: { status: 409, title: 'The result was already reported' },
  agent_disabled: { status: 409, title: 'The agent is disabled' },
  expired: { status: 409, title: 'The approval expired' },
  lapsed: { status: 409, title: 'The approval was not used in time' },
  not_approved: { status: 409, title: 'The action is not approved' },
  on_hold: { status: 409, title: 'The approval is still on hold' },
  in_flight: { status: 409, title: 'The same request is still being handled' },
  too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body must be application/json' },
  invalid: { status: 422, title: 'The request is not valid' },
  claim_mismatch: { status: 422, title: 'A claim differs from the arguments' },
  idempotency_mismatch: { status: 422, title: 'The idempotency key belongs to another request' },
  rate_limited: { status: 429, title: 'The limit is used up' },
  internal: { status: 500, title: 'Something went wrong here' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof PROBLEMS
export const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]

export const Problem = z.object({
  type: z.string().meta({ description: 'urn:countersign:problem:<code>' }),
  title: z.string(),
  status: z.int(),
  code: z.enum(PROBLEM_CODES),
  detail: z.string(),
  request_id: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  state: z.string().optional().meta({ description: 'on conflicts: the current state of the action' }),
})
export type Problem = z.infer<typeof Problem>
