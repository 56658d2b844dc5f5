import { defineRoute } from '@/gateway/define-route'
import { settled } from '@/gateway/routes/settled'
import { cancel } from '@/lib/actions/cancel'
import { listActions, readAction } from '@/lib/actions/queries'
import { report } from '@/lib/actions/report'
import { start } from '@/lib/actions/start'
import { submit } from '@/lib/actions/submit'
import {
  ActionPage, ActionView, CancelBody, ListQuery, ResultBody, StartAnswer, StartBody, SubmitAnswer, SubmitBody, WaitQuery,
} from '@/packages/sdk/contract/actions'

export const actionRoutes = [
  defineRoute(
    {
      method: 'POST', path: '/v1/actions', name: 'submit', scope: 'actions:write', status: 201,
      summary: 'Ask to do one thing. A denial is an answer too: 201 with state "denied".',
      body: SubmitBody, answer: SubmitAnswer,
      problems: ['claim_mismatch', 'rate_limited'],
    },
    ({ ctx, body }) => submit(ctx, body),
  ),
  defineRoute(
    {
      method: 'GET', path: '/v1/actions', name: 'list', scope: 'actions:read',
      summary: 'Your own actions, newest first, page by page.',
      query: ListQuery, answer: ActionPage, problems: [],
    },
    ({ ctx, query }) => listActions(ctx, query),
  ),
  defineRoute(
    {
      method: 'GET', path: '/v1/actions/{id}', name: 'read', scope: 'actions:read',
      summary: 'One action; with wait, answers when it is decided (and its hold is over) or time is up.',
      query: WaitQuery, answer: ActionView, problems: [],
    },
    ({ ctx, id, query, signal }) => (query.wait ? settled(ctx, id, query.wait, signal) : readAction(ctx, id)),
  ),
  defineRoute(
    {
      method: 'POST', path: '/v1/actions/{id}/start', name: 'start', scope: 'actions:write',
      summary: 'Redeem the approval, once, for exactly the approved arguments.',
      body: StartBody, answer: StartAnswer,
      problems: ['args_mismatch', 'already_started', 'agent_disabled', 'expired', 'lapsed', 'not_approved', 'on_hold', 'conflict'],
    },
    ({ ctx, id, body }) => start(ctx, id, body),
  ),
  defineRoute(
    {
      method: 'POST', path: '/v1/actions/{id}/result', name: 'report', scope: 'actions:write',
      summary: 'Say how it went. The same body again is fine; another one is a conflict.',
      body: ResultBody, answer: ActionView, problems: ['already_reported', 'conflict'],
    },
    ({ ctx, id, body }) => report(ctx, id, body),
  ),
  defineRoute(
    {
      method: 'POST', path: '/v1/actions/{id}/cancel', name: 'cancel', scope: 'actions:write',
      summary: 'Withdraw an action that was not started.',
      body: CancelBody, bodyOptional: true, answer: ActionView, problems: ['conflict'],
    },
    ({ ctx, id }) => cancel(ctx, id),
  ),
]
