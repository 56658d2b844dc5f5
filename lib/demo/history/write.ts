import pg from 'pg'
import { countEntries } from '@/lib/audit/count'
import { growTree, treeLock } from '@/lib/audit/grow'
import { utc, type Sql } from '@/lib/db'
import { markDirty } from '@/lib/metrics/mark-dirty'
import type { Signer } from '@/lib/signing/signer'
import { ACTION, APPROVAL, DECISION, EDIT, ENTRY, GRANT } from './columns'
import { copyIn, type Row } from './copy'
import type { Entry } from './log'
import type { Told } from './tell'

export interface Batch {
  told: Told[]
  entries: Entry[]
}

// What the verbs do to an edited action after the edit, one transition at a time, as the database wants it.
const STEPS = 'FROM jsonb_populate_recordset(NULL::agent_action_events, $2::jsonb) AS step WHERE e.workspace_id = $1 AND e.id = step.id'
const APPROVE = `UPDATE agent_action_events e SET state = 'approved', startable_at = step.startable_at, execute_by = step.execute_by ${STEPS}`
const START = `UPDATE agent_action_events e SET state = 'executing', started_at = step.started_at, result_due = step.result_due ${STEPS} AND step.started_at IS NOT NULL`
const FINISH = `UPDATE agent_action_events e SET state = step.state, finished_at = step.finished_at, result_success = step.result_success,
    result_sha256 = step.result_sha256, tool_result = step.tool_result, error_message = step.error_message, duration_ms = step.duration_ms,
    tokens_input = step.tokens_input, tokens_output = step.tokens_output, cost_micros = step.cost_micros, cost_currency = step.cost_currency,
    http_status = step.http_status ${STEPS} AND step.finished_at IS NOT NULL`
const LOCK = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))'

const INT8 = 20
const types = { getTypeParser: ((oid, format) => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'))) as typeof pg.types.getTypeParser }

/** One connection that writes lives with everything they leave behind: rows, entries and their places in the tree, all or nothing. */
export class Loader {
  private constructor(
    private readonly client: pg.Client,
    private readonly workspace: string,
    private readonly signer: Signer,
  ) {}

  static async open(url: string, workspace: string, signer: Signer): Promise<Loader> {
    const client = new pg.Client({ connectionString: utc(url), types })
    client.on('error', () => undefined) // the write that waits for it fails
    await client.connect()
    return new Loader(client, workspace, signer)
  }

  close = () => this.client.end()

  async write({ told, entries }: Batch): Promise<void> {
    await this.client.query('BEGIN')
    try {
      await this.rows(told)
      await copyIn(this.client, 'agent_audit_log', ENTRY, entries.map(({ row }) => row))
      await this.sql(LOCK, [treeLock(this.workspace)])
      const leaves = entries.map(({ row, commitments, leaf }) => ({ entryId: String(row.id), commitments, hash: leaf }))
      await growTree(this.sql, this.workspace, leaves, this.signer)
      // What the sequencer does with what it places: counts and charts know it from this commit on.
      await countEntries(this, this.workspace, leaves.map(({ entryId }) => entryId))
      await markDirty(this, this.workspace, told.map(({ action }) => String(action.id)))
      await this.client.query('COMMIT')
    } catch (error) {
      await this.client.query('ROLLBACK').catch(() => undefined)
      throw error
    }
  }

  private async rows(told: readonly Told[]): Promise<void> {
    const all = <K extends 'approval' | 'edit' | 'decision' | 'grant'>(what: K) => told.flatMap((each): Row[] => (each[what] ? [each[what]] : []))
    await copyIn(this.client, 'agent_action_events', ACTION, told.map(({ action }) => action))
    await copyIn(this.client, 'agent_approvals', APPROVAL, all('approval'))
    await copyIn(this.client, 'approval_edits', EDIT, all('edit'))
    await copyIn(this.client, 'approval_decisions', DECISION, all('decision'))
    await copyIn(this.client, 'execution_grants', GRANT, all('grant'))
    const steps = told.flatMap(({ steps: own }) => (own ? [{ ...own.end, ...own }] : []))
    if (steps.length === 0) return
    for (const step of [APPROVE, START, FINISH]) await this.sql(step, [this.workspace, JSON.stringify(steps)])
  }

  readonly sql: Sql = async <R>(text: string, values: readonly unknown[] = []) => (await this.client.query<R & pg.QueryResultRow>(text, [...values])).rows
}
