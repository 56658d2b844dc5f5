import '@/worker/as-worker'
import { Logger, run } from 'graphile-worker'
import { forgetOldKeys } from '@/lib/actions/forget-old-keys'
import { checkCopies } from '@/lib/audit/check-copies'
import { copyCheckpoints } from '@/lib/audit/copy-checkpoints'
import { closeDb } from '@/lib/db'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { forgetOldChallenges } from '@/lib/passkeys/forget-challenges'
import { registerKeys } from '@/lib/signing/register'
import { closeLost } from '@/worker/jobs/demo'
import { rollUpMetrics } from '@/worker/jobs/roll-up'
import { sequence } from '@/worker/jobs/sequence'
import { sweep } from '@/worker/jobs/sweep'
import { tasks } from '@/worker/jobs/tasks'
import { repeat } from '@/worker/repeat'

const GIVE_UP_MS = 10_000
const HOUR_MS = 3_600_000

const jobLog = new Logger((scope) => (level, message) => log[level === 'warning' ? 'warn' : level === 'error' ? 'error' : 'debug']({ ...scope }, message))

const LAST_COPY_MS = 2_000

// A worker may run where no supervisor has checked before.
await checkCopies().catch((error: unknown) => {
  log.fatal(error instanceof AppError ? error.detail : { err: error })
  process.exit(1)
})

const runner = await run({
  connectionString: env.DATABASE_WORKER_URL ?? env.DATABASE_URL,
  taskList: tasks,
  concurrency: 4,
  noHandleSignals: true,
  logger: jobLog,
  // A long job is told to end well before we give up waiting for it; batching is what makes a stop wait for its row.
  preset: { worker: { gracefulShutdownAbortTimeout: 200, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
})
const loops = [
  repeat(log, 'sequence', 100, sequence),
  repeat(log, 'sweep', 1_000, sweep),
  repeat(log, 'roll-up', 2_000, rollUpMetrics),
  repeat(log, 'lost demos', 5_000, closeLost),
  repeat(log, 'signing keys', 5_000, registerKeys),
  repeat(log, 'checkpoint copies', env.CHECKPOINT_EVERY_S * 1_000, () => copyCheckpoints()),
  repeat(log, 'forget', HOUR_MS, forgetOldKeys),
  repeat(log, 'forget-challenges', HOUR_MS, forgetOldChallenges),
]

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  setTimeout(() => process.exit(1), GIVE_UP_MS).unref()
  await Promise.all(loops.map((end) => end()))
  await copyCheckpoints(LAST_COPY_MS).catch((error: unknown) => log.error({ err: error }, 'the last checkpoints were not copied'))
  await runner.stop()
  await closeDb()
  process.exit(0)
}

process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => void stop())
process.on('disconnect', () => void stop())
// The job runner only ends by itself when its connection is beyond repair: the supervisor starts us again.
runner.promise.catch((error: unknown) => log.error({ err: error }, 'the job runner ended')).finally(() => (stopping ? undefined : process.exit(1)))

process.send?.({ ready: true })
