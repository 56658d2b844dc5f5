import { z } from 'zod'

export const TrustLevel = z.enum(['L0', 'L1', 'L2', 'L3', 'L4'])
export type TrustLevel = z.infer<typeof TrustLevel>

export const Effect = z.enum(['allow', 'review', 'deny'])
export type Effect = z.infer<typeof Effect>

export const TraceStep = z.object({
  step: z.string().meta({ description: 'the name of the rule that was looked at' }),
  outcome: z.enum(['pass', 'allow', 'review', 'deny']).meta({ description: 'pass: no opinion' }),
  code: z.string().meta({ description: 'what was found, for programs' }),
  detail: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number()])).optional().meta({ description: 'the figures in `detail`' }),
})
export type TraceStep = z.infer<typeof TraceStep>

export const Verdict = z.object({
  effect: Effect,
  reason: z.string(),
  policy: z.null(),
  trace: z.array(TraceStep),
})
export type Verdict = z.infer<typeof Verdict>

const RiskReason = z.object({ code: z.string(), points: z.int(), detail: z.string() })
export const Risk = z.object({
  score: z.int().min(0).max(100),
  level: z.enum(['low', 'medium', 'high']),
  reasons: z.array(RiskReason),
})
export type Risk = z.infer<typeof Risk>
