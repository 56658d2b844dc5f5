import type { DataClass } from '@/lib/tools/schema'
import { isPlain } from '@/lib/text/visible'
import type { Risk } from '@/packages/sdk/contract/verdict'

export interface RiskInput {
  level: number
  toolKnown: boolean
  reversible: boolean
  dataClass: DataClass
  amount: number | null
  maxAmount: number | null
  /** RFC 8785 text of the arguments. */
  args: string
  /** The agent's last 50 actions: how many there are, how many were refused or failed, and whether this tool is among them. */
  record: { total: number; bad: number; usedTool: boolean }
}

type Reason = Risk['reasons'][number]

const LEVEL_POINTS = [0, 5, 15, 25, 45] as const
const DATA_POINTS: Record<DataClass, number> = { public: 0, internal: 3, unclassified: 6, confidential: 8, personal: 10 }
/** Minor units from which an amount weighs more. */
const AMOUNT_STEPS = [
  [1_000_000, 22],
  [100_000, 16],
  [10_000, 6],
  [1, 3],
] as const
const LONG_ARGS = 16_384

function amountReasons({ amount, maxAmount }: RiskInput): Reason[] {
  if (amount === null) return []
  const found: Reason[] = []
  const step = AMOUNT_STEPS.find(([from]) => amount >= from)
  if (step) found.push({ code: 'amount', points: step[1], detail: 'Money is involved' })
  if (maxAmount && amount >= maxAmount * 0.8) found.push({ code: 'near_limit', points: 8, detail: 'Close to the limit of this agent' })
  return found
}

function recordReasons({ record }: RiskInput): Reason[] {
  const found: Reason[] = []
  if (!record.usedTool) found.push({ code: 'new_tool', points: 4, detail: 'This agent has not used the tool lately' })
  const share = record.total ? record.bad / record.total : 0
  if (record.total >= 5 && share >= 0.3) found.push({ code: 'bad_record', points: 15, detail: 'Many of its recent actions were refused or failed' })
  else if (record.total >= 5 && share >= 0.1) found.push({ code: 'mixed_record', points: 7, detail: 'Some of its recent actions were refused or failed' })
  return found
}

/** Scores 0-100 with the reasons kept. It informs people and rules; alone it never decides. */
export function risk(input: RiskInput): Risk {
  const reasons: Reason[] = [
    { code: `level_${input.level}`, points: LEVEL_POINTS[input.level] ?? 50, detail: `Trust level L${input.level}` },
    { code: `data_${input.dataClass}`, points: DATA_POINTS[input.dataClass], detail: `Data: ${input.dataClass}` },
  ]
  if (!input.reversible && input.level >= 2) reasons.push({ code: 'irreversible', points: 8, detail: 'It cannot be undone' })
  if (!input.toolKnown) reasons.push({ code: 'unknown_tool', points: 10, detail: 'The tool was not in the catalogue' })
  if (input.args.length > LONG_ARGS) reasons.push({ code: 'long_args', points: 5, detail: 'The arguments are very long' })
  if (!isPlain(input.args)) reasons.push({ code: 'hidden_text', points: 20, detail: 'The arguments hold hidden characters' })
  reasons.push(...amountReasons(input), ...recordReasons(input))
  const scored = reasons.filter(({ points }) => points > 0)
  const score = Math.min(100, scored.reduce((sum, { points }) => sum + points, 0))
  return { score, level: score < 40 ? 'low' : score < 70 ? 'medium' : 'high', reasons: scored }
}
