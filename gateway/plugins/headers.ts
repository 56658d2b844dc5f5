import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { problemOf, SECURITY } from '@/gateway/plugins/errors'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'

/** Every answer names its request. The id is always ours: one that a client picks could not be trusted in the log. */
export function setHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(SECURITY).header('x-request-id', request.id)
    done()
  })
  // Node would answer 417 by itself, past every hook.
  app.server.on('checkExpectation', (request: IncomingMessage) => {
    answerClientError(new Error('an expectation'), request.socket)
  })
}

/** For bytes that are not HTTP, or headers beyond any reason: there is no request yet, only a socket. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const requestId = newId()
  const refusal = new AppError('invalid_header', 'The request line or a header cannot be read.')
  const body = JSON.stringify(problemOf(refusal, requestId))
  const headers = { ...SECURITY, 'x-request-id': requestId, 'content-type': 'application/problem+json; charset=utf-8' }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(
    `HTTP/1.1 400 Bad Request\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}
