import { systemCtx, type Role, type WorkspaceId } from '@/lib/context'
import { newId } from '@/lib/ids'
import { createUser } from '@/lib/users/create'

export const PASSWORD = 'correct horse battery 42'

/** Somebody who can sign in with PASSWORD. */
export async function aUser(workspace: WorkspaceId, name: string, roles: readonly Role[]): Promise<string> {
  const email = `${name}-${newId().slice(-6)}@example.com`
  await createUser(systemCtx(workspace, 'system:test', newId()), { email, name, roles, password: PASSWORD })
  return email
}
