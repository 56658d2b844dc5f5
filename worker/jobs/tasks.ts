import type { TaskList } from 'graphile-worker'
import { demo } from '@/worker/jobs/demo'
import { voidActions } from '@/worker/jobs/void'

/** Every job that a door may enqueue, by name. */
export const tasks: TaskList = { demo, 'void-actions': voidActions }
