import { tileReader, tilesRead, type ReadTile, type Tile } from '@/lib/audit/merkle'
import { query } from '@/lib/db'

const TILES = `SELECT t.level, t.index, t.data FROM unnest($2::smallint[], $3::bigint[]) AS wanted (level, index)
  JOIN audit_tiles t ON t.workspace_id = $1 AND t.level = wanted.level AND t.index = wanted.index`

/** What `work` makes of a workspace's tree: the tiles it reads are fetched in one query. A tree that grows meanwhile changes nothing. */
export async function fromTiles<T>(workspace: string, work: (read: ReadTile) => T): Promise<T> {
  const wanted = tilesRead(work)
  const tiles = await query<Tile>(TILES, [workspace, wanted.map(({ level }) => level), wanted.map(({ index }) => index)])
  return work(tileReader(tiles))
}
