const FIRST_ACTION = {
  tool: 'issue_refund',
  args: { order_id: 'ORD-1001', amount_cents: 4200 },
  action_name: 'Refund order ORD-1001',
  description: 'The customer returned a damaged item.',
}

/** Pure. One line for a POSIX shell: asks for a first action, or reads the configuration where the key may only read. */
export function curlLine(gateway: string, secret: string, scopes: readonly string[]): string {
  const auth = `-H 'Authorization: Bearer ${secret}'`
  if (!scopes.includes('actions:write')) {
    return `curl -sS ${gateway}/v1/${scopes.includes('config:read') ? 'config' : 'actions'} ${auth}`
  }
  return `curl -sS ${gateway}/v1/actions ${auth} -H 'Content-Type: application/json' -d '${JSON.stringify(FIRST_ACTION)}'`
}
