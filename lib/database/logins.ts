import { Client } from 'pg'

/** Lets the doors' roles sign in by themselves: only on the embedded server, where both passwords are ours. */
export async function giveLogins(ownerUrl: string, passwords: Record<'countersign_app' | 'countersign_worker', string>): Promise<void> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    for (const [role, password] of Object.entries(passwords)) {
      await client.query(`ALTER ROLE ${role} LOGIN PASSWORD ${client.escapeLiteral(password)}`)
    }
  } finally {
    await client.end()
  }
}
