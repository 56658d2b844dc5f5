import { signCheckpoint } from '@/lib/audit/checkpoint'
import type { Commitments } from '@/lib/audit/leaf'
import { grownTiles, rootHash, tileReader, type Tile } from '@/lib/audit/merkle'
import type { Sql } from '@/lib/db'
import { env } from '@/lib/env'
import type { Signer } from '@/lib/signing/signer'

export interface NewLeaf {
  entryId: string
  commitments: Commitments
  hash: Uint8Array
}

/** The name of the advisory lock under which alone a workspace's tree grows. */
export const treeLock = (workspace: string) => `countersign:log:${workspace}`

const HEAD = 'SELECT size, root FROM audit_checkpoints WHERE workspace_id = $1 ORDER BY size DESC LIMIT 1'
const EDGE = `
  SELECT tile.level, tile.index, tile.data FROM generate_series(0, 7) AS row (level)
  CROSS JOIN LATERAL (SELECT t.level, t.index, t.data FROM audit_tiles t
    WHERE t.workspace_id = $1 AND t.level = row.level ORDER BY t.index DESC LIMIT 1) tile`
const WRITE = `
  WITH leaves AS (
    INSERT INTO audit_leaves (workspace_id, index, entry_id, commitments)
    SELECT $1, $2::bigint + place - 1, id, commitments FROM unnest($3::uuid[], $4::jsonb[]) WITH ORDINALITY AS leaf (id, commitments, place)),
  tiles AS (
    INSERT INTO audit_tiles (workspace_id, level, index, data)
    SELECT $1, level, index, data FROM unnest($5::smallint[], $6::bigint[], $7::bytea[]) AS tile (level, index, data)
    ON CONFLICT (workspace_id, level, index) DO UPDATE SET data = excluded.data)
  INSERT INTO audit_checkpoints (workspace_id, size, root, note) VALUES ($1, $8, $9, $10)`

/** Puts leaves behind the last one and signs the state after them. The caller holds the lock; its transaction is all or nothing. */
export async function growTree(sql: Sql, workspace: string, leaves: readonly NewLeaf[], signer: Signer): Promise<void> {
  const [head] = await sql<{ size: number; root: Buffer }>(HEAD, [workspace])
  const size = head?.size ?? 0
  const edge = await sql<Tile>(EDGE, [workspace])
  if (!begins(edge, size, head?.root)) {
    throw new Error(`The tree of workspace ${workspace} is not the one of its last checkpoint (${size} entries): nothing is signed on top of it. Run \`npx countersign audit verify\`.`)
  }
  const grown = grownTiles(tileReader(edge), size, leaves.map(({ hash }) => hash))
  const next = { workspace, size: size + leaves.length, root: rootHash(tileReader([...edge, ...grown]), size + leaves.length) }
  await sql(WRITE, [
    workspace,
    size,
    leaves.map(({ entryId }) => entryId),
    leaves.map(({ commitments }) => JSON.stringify(commitments)),
    grown.map(({ level }) => level),
    grown.map(({ index }) => index),
    grown.map(({ data }) => data),
    next.size,
    next.root,
    signCheckpoint(next, env.COUNTERSIGN_LOG_NAME, signer),
  ])
}

/** Whether what is stored is what was signed last. */
function begins(edge: readonly Tile[], size: number, root: Buffer | undefined): boolean {
  if (!root) return edge.length === 0
  try {
    return root.equals(rootHash(tileReader(edge), size))
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
