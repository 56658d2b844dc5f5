import type { SubmitBody } from '@/packages/sdk/contract/actions'
import type { Agent } from './agent'

export interface Place {
  service: string
  environment: 'dev' | 'staging' | 'prod'
}

const places = { dev: 'סביבת הפיתוח', staging: 'סביבת הבדיקות', prod: 'סביבת הייצור' } as const

export const healthRequest = (environment: Place['environment']): SubmitBody => ({
  tool: 'view_health',
  args: { environment },
  action_name: `Look at the health of ${environment}`,
  action_name_he: `בדיקת תקינות של ${places[environment]}`,
  stage: 'plan',
})

export const logsRequest = ({ service, environment }: Place): SubmitBody => ({
  tool: 'view_logs',
  args: { service, environment },
  action_name: `Read the log of ${service} in ${environment}`,
  action_name_he: `קריאת היומן של ${service} ב${places[environment]}`,
  stage: 'plan',
})

export const restartRequest = ({ service, environment }: Place, lines: readonly string[], openForS: number): SubmitBody => ({
  tool: 'restart_service',
  args: { service, environment },
  action_name: `Restart ${service} in ${environment}`,
  action_name_he: `הפעלה מחדש של ${service} ב${places[environment]}`,
  description: `${service} answers slowly in ${environment}. A restart frees its memory; requests in flight are lost.`,
  evidence: lines.slice(-2).map((value) => ({ label: 'Log', value })),
  workflow: 'operations',
  stage: 'commit',
  action_type: 'COMMIT_RESTART',
  expires_in_s: openForS,
})

export const viewHealth = (agent: Agent, environment: Place['environment']) => agent.ask(healthRequest(environment))
export const viewLogs = (agent: Agent, place: Place) => agent.ask(logsRequest(place))

/** Looks before it asks: the last log line goes along as evidence. */
export async function restart(agent: Agent, place: Place, openForS: number): Promise<unknown> {
  const seen = await viewLogs(agent, place)
  const lines = seen.kind === 'done' ? (seen.output as { lines: string[] }).lines : []
  return agent.ask(restartRequest(place, lines, openForS))
}
