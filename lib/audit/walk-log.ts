import { canonical } from '@/lib/audit/canonical'
import { commitment, leafData, LEAF_COLUMNS, PAYLOADS, type Commitments, type LeafRow, type Payload } from '@/lib/audit/leaf'
import { grownTiles, leafHash, nodeHash, tileReader, type Tile } from '@/lib/audit/merkle'
import { query } from '@/lib/db'
import { same } from '@/packages/verify/encoding'

const RUN = `
  SELECT v.index, v.commitments, v.entry_id AS entry, ${LEAF_COLUMNS}, l.input_data AS input, l.output_data AS output, l.changes, l.error_message, l.ip, l.salts
  FROM audit_leaves v LEFT JOIN agent_audit_log l ON l.workspace_id = v.workspace_id AND l.id = v.entry_id
  WHERE v.workspace_id = $1 AND v.index >= $2 AND v.index < $3 ORDER BY v.index`
const TILES = `
  SELECT t.level, t.index, t.data FROM unnest($2::smallint[], $3::bigint[]) AS wanted (level, index)
  JOIN audit_tiles t ON t.workspace_id = $1 AND t.level = wanted.level AND t.index = wanted.index`

interface Row extends LeafRow, Record<Exclude<Payload, 'changes'>, string | null> {
  index: number
  commitments: Commitments
  /** As the tree names it; `id` is null when the entry itself is gone. */
  entry: string
  changes: unknown
  salts: Partial<Record<Payload, string>>
}

export interface Signed {
  size: number
  root: Uint8Array
  /** Where it comes from, in words. */
  from: string
}

/** The tree again from its rows, a batch at a time, with nothing kept but its edge. */
export class Walk {
  erased = 0
  private edge = new Map<number, Tile>()
  private peaks: { hash: Uint8Array; width: number }[] = []

  constructor(private readonly workspace: string) {}

  async take(from: number, to: number, signed: readonly Signed[]): Promise<string[]> {
    const rows = await query<Row>(RUN, [this.workspace, from, to])
    const problems: string[] = []
    const byIndex = new Map(rows.map((row) => [row.index, row]))
    const stored = await this.stored(Array.from({ length: Math.ceil((to - from) / 256) }, (_, tile) => ({ level: 0, index: from / 256 + tile })))
    const hashes: Uint8Array[] = []
    for (let index = from; index < to; index += 1) {
      const kept = stored.get(`0/${Math.floor(index / 256)}`)?.subarray((index % 256) * 32, (index % 256) * 32 + 32)
      const { hash, problem } = this.leaf(byIndex.get(index), kept)
      if (problem) problems.push(`Position ${index}: ${problem}`)
      // Goes on with what the tree has, so that one changed row is one finding.
      hashes.push(kept?.length === 32 ? kept : (hash ?? new Uint8Array(32)))
    }
    problems.push(...this.roots(from, hashes, signed), ...(await this.tiles(from, hashes)))
    return problems
  }

  private leaf(row: Row | undefined, kept: Uint8Array | undefined): { hash?: Uint8Array; problem?: string } {
    if (!row) return { problem: 'its place in the log is gone.' }
    if (row.id === null) return { problem: `entry ${row.entry} was removed from the database.` }
    const hash = leafHash(leafData(row, row.commitments))
    if (!kept || !same(hash, kept)) return { hash, problem: `entry ${row.id} is not what was logged: it was changed.` }
    const changed = PAYLOADS.filter((name) => !this.holds(row, name))
    return changed.length > 0 ? { hash, problem: `${changed.join(', ')} of entry ${row.id} is not what was logged: it was changed.` } : { hash }
  }

  private holds(row: Row, name: Payload): boolean {
    const value = name === 'changes' ? (row.changes === null ? null : canonical(row.changes)) : row[name]
    const [salt, committed] = [row.salts[name], row.commitments[name]]
    if (value === null && committed !== null) this.erased += 1
    return value === null ? salt === undefined : salt !== undefined && commitment(salt, value) === committed
  }

  /** The root at every signed size, from the peaks of the tree so far. */
  private roots(from: number, hashes: readonly Uint8Array[], signed: readonly Signed[]): string[] {
    const problems: string[] = []
    const at = new Set(signed.map(({ size }) => size))
    for (const [offset, leaf] of hashes.entries()) {
      this.peaks.push({ hash: leaf, width: 1 })
      for (let [left, right] = this.peaks.slice(-2); left && right && left.width === right.width; [left, right] = this.peaks.slice(-2)) {
        this.peaks.splice(-2, 2, { hash: nodeHash(left.hash, right.hash), width: left.width * 2 })
      }
      const size = from + offset + 1
      if (!at.has(size)) continue
      const own = this.peaks.map(({ hash }) => hash).reduceRight((right, left) => nodeHash(left, right))
      const other = signed.filter((each) => each.size === size && !same(each.root, own))
      problems.push(...other.map(({ from: source }) => `${source} is not the state that the first ${size} entries are in: the log was rewritten.`))
    }
    return problems
  }

  private async tiles(from: number, hashes: readonly Uint8Array[]): Promise<string[]> {
    const grown = grownTiles(tileReader([...this.edge.values()]), from, hashes)
    for (const tile of grown) this.edge.set(tile.level, tile)
    const stored = await this.stored(grown)
    return grown
      .filter(({ level, index, data }) => !same(data, stored.get(`${level}/${index}`)?.subarray(0, data.length) ?? new Uint8Array()))
      .map(({ level, index }) => `Tile ${level}/${index} of the tree is missing or damaged: proofs of its entries do not hold.`)
  }

  private async stored(names: readonly { level: number; index: number }[]): Promise<Map<string, Uint8Array>> {
    const tiles = await query<Tile>(TILES, [this.workspace, names.map(({ level }) => level), names.map(({ index }) => index)])
    return new Map(tiles.map(({ level, index, data }) => [`${level}/${index}`, data]))
  }
}
