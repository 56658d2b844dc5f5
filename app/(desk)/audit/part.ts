import type { AuditScope } from '@/lib/audit/schema'
import type { Ctx } from '@/lib/context'
import type { Asked, AuditAddress } from './search-params'

/** What every section of the page is given. */
export interface Part {
  ctx: Ctx
  scope: AuditScope
  address: AuditAddress
  asked: Asked
}
