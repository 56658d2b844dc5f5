import type { Command } from '@/cli/command'

type Load = () => Promise<{ command: Command }>

/** Every command by its words; loaded only when it is asked for. */
export const commands: Record<string, Load> = {
  up: () => import('@/cli/commands/up'),
  migrate: () => import('@/cli/commands/migrate'),
  doctor: () => import('@/cli/commands/doctor'),
  demo: () => import('@/cli/commands/demo'),
  'workspace create': () => import('@/cli/commands/workspace-create'),
  'agent create': () => import('@/cli/commands/agent-create'),
  'agent disable': () => import('@/cli/commands/agent-disable'),
  'agent enable': () => import('@/cli/commands/agent-enable'),
  'tool create': () => import('@/cli/commands/tool-create'),
  'group create': () => import('@/cli/commands/group-create'),
  'group add': () => import('@/cli/commands/group-add'),
  'group remove': () => import('@/cli/commands/group-remove'),
  'key create': () => import('@/cli/commands/key-create'),
  'key revoke': () => import('@/cli/commands/key-revoke'),
  'signing-key list': () => import('@/cli/commands/signing-key-list'),
  'signing-key rotate': () => import('@/cli/commands/signing-key-rotate'),
  'user create': () => import('@/cli/commands/user-create'),
  'audit verify': () => import('@/cli/commands/audit-verify'),
  'audit export': () => import('@/cli/commands/audit-export'),
  'audit key': () => import('@/cli/commands/audit-key'),
  'audit erase': () => import('@/cli/commands/audit-erase'),
  bench: () => import('@/cli/commands/bench'),
  test: () => import('@/cli/commands/test'),
}
