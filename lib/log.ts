import pino from 'pino'
import { env } from '@/lib/env'

/** One JSON object a line on standard error; standard output belongs to what a command prints. */
export const log = pino({ level: env.LOG_LEVEL }, pino.destination(2))
