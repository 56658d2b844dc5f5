import NextAuth from 'next-auth'
import type { NextRequest } from 'next/server'
import { visitOf } from '@/app/request-context'
import { authOptions } from '@/lib/auth/config'

type Context = { params: Promise<{ nextauth: string[] }> }

/** next-auth's own endpoints, for clients that are not our form; proxy.ts has refused foreign posts already. */
async function handler(request: NextRequest, context: Context): Promise<Response> {
  const answer: Promise<Response> = NextAuth(request, context, authOptions(visitOf(request.headers)))
  return answer
}

export { handler as GET, handler as POST }
