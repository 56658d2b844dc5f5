import { closeOverdueBatch } from '@/lib/actions/close-overdue'

/** Until nothing is overdue any more: a long outage leaves more than one batch. */
export async function sweep(): Promise<void> {
  while ((await closeOverdueBatch()) > 0);
}
