import { prisma } from '@/lib/db'
import { notFound } from '@/lib/errors'

interface Person {
  id: string
  email: string
}

/** Somebody by e-mail; without one, whoever came first. For the command line, which has no session. */
export async function findPerson(email?: string): Promise<Person | null> {
  const person = await prisma.user.findFirst({
    where: email === undefined ? {} : { email: email.toLowerCase() },
    select: { id: true, email: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  if (email !== undefined && !person) throw notFound(`user as ${email}`)
  return person
}
