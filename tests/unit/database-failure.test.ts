import { expect, test } from 'vitest'
import { asAppError } from '@/lib/database/failure'
import { AppError } from '@/lib/errors'

const driverError = (cause: object, message = 'terminating connection due to unexpected postmaster exit') => Object.assign(new Error(message), { cause })

test.each([
  ["a driver's error as it comes out of a commit, unwrapped", driverError({ kind: 'postgres', originalCode: '57P01' })],
  ['the same inside of what Prisma makes of it', Object.assign(new Error('x'), { code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: '57P01' } } } })],
  ['a connection that closed within a transaction', driverError({ kind: 'ConnectionClosed' }, 'ConnectionClosed')],
  ['a query that was given up', new Error('Query read timeout')],
])('%s is a database out of reach', (_, error) => {
  expect(asAppError(error)).toMatchObject({ code: 'unavailable', status: 503 })
})

test.each([driverError({ kind: 'UniqueConstraintViolation', originalCode: '23505' }), new Error('a bug'), new AppError('conflict', 'lost')])('%s stays what it is', (error) => {
  expect(asAppError(error)).toBe(error)
})
