import type { Command } from '@/cli/command'
import { leaveDatabase, enterDatabase } from '@/cli/database'

export const command: Command = {
  usage: 'migrate',
  summary: 'bring the database up to date',
  database: false,
  async run() {
    const database = await enterDatabase()
    await leaveDatabase(database)
    const { applied } = database
    return { json: { applied }, text: applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The database is up to date.' }
  },
}
