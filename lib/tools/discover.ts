import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db'

const INSERT = `
  INSERT INTO tools (workspace_id, id, name, trust_level, data_class, discovered, created_at, updated_at)
  VALUES ($1, $2, $2, 3, 'unclassified', true, coalesce($3::timestamptz, clock_timestamp()), coalesce($3::timestamptz, clock_timestamp()))
  ON CONFLICT DO NOTHING`

/** Puts a tool nobody has described into the catalogue as L3 and unclassified, inside the request that named it. */
export const discover = (tx: Tx, ctx: Ctx, toolId: string) => tx.sql(INSERT, [ctx.workspace, toolId, ctx.at ?? null])
