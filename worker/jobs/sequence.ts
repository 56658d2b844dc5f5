import { sequence as placeWaiting } from '@/lib/audit/sequence'

/** Several times a second; without a pause while full batches wait. */
export async function sequence(stopping: AbortSignal): Promise<void> {
  while ((await placeWaiting()) && !stopping.aborted);
}
