import { text } from 'node:stream/consumers'
import { z } from 'zod'
import type { Command } from '@/cli/command'
import { check } from '@/cli/parse'
import { createUser } from '@/lib/users/create'
import { Email, Password, PersonName, Roles } from '@/lib/users/schema'

const Input = z.object({ email: Email, name: PersonName, roles: Roles, password: Password.optional() })

export const command: Command = {
  usage: 'user create <email> --role <reviewer,manager,admin,auditor> [--name <name>] [--password-stdin]',
  summary: 'invite somebody; prints a one-time password unless one is given on standard input',
  options: { role: { type: 'string' }, name: { type: 'string' }, 'password-stdin': { type: 'boolean', default: false } },
  database: true,
  async run({ given: [email], options, ctx }) {
    const roles = String(options.role ?? '').split(',').map((role) => role.trim())
    const password = options['password-stdin'] ? (await text(process.stdin)).replace(/\r?\n$/, '') : undefined
    const input = check(Input, { email, name: options.name ?? String(email).split('@')[0], roles, password })
    const user = await createUser(ctx, input)
    return {
      json: { id: user.userId, email: user.email, roles: input.roles, one_time_password: user.oneTimePassword },
      text: user.oneTimePassword
        ? `${user.email} can sign in with this one-time password, shown only now:\n\n${user.oneTimePassword}`
        : `${user.email} is a member of ${ctx.workspace}.`,
    }
  },
}
