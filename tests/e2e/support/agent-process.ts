import '@/worker/as-worker'
import { Agent } from '@/lib/demo/agents/agent'
import { Gateway } from '@/lib/demo/agents/gateway'
import { issueRefund } from '@/lib/demo/shop/issue-refund'
import type { SubmitBody } from '@/packages/sdk/contract/actions'

// An agent as a process of its own: it knows a URL and a key, asks, waits, acts on the shop's tables and reports.
const [gatewayUrl = '', key = '', workspace = '', agent = '', request = ''] = process.argv.slice(2)
const runner = new Agent({
  gateway: new Gateway(gatewayUrl, key),
  runTool: (_, args, action) => issueRefund({ workspace, agent, action }, args),
  waiting: { count: 0 },
  signal: new AbortController().signal,
})
const outcome = await runner.ask(JSON.parse(request) as SubmitBody)
process.send?.(outcome, () => process.exit(0))
