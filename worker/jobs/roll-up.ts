import { rollUp } from '@/lib/metrics/rollup'

/** Every few seconds; when nothing happened it reads one row. */
export const rollUpMetrics = async (): Promise<void> => {
  await rollUp()
}
