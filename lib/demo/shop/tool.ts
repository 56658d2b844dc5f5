import type { JsonObject, JsonValue } from '@/packages/sdk/contract/json'

/** Who calls a tool of the shop, and for which action. */
export interface ToolCall {
  workspace: string
  agent: string
  action: string
}

export type ShopTool = (call: ToolCall, args: JsonObject) => Promise<JsonValue>

/** The shop says no: the order is unknown, the money is gone, production is out of reach. */
export class ShopRefusal extends Error {}
