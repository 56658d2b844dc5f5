import { z } from 'zod'

export const Scope = z.enum(['actions:write', 'actions:read', 'config:read'])
export type Scope = z.infer<typeof Scope>
