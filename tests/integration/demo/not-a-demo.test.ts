import { personOf } from './stage'
import { afterAll, expect, test } from 'vitest'
import { startDemo } from '@/lib/demo/start'
import { closeDb, query } from '@/lib/db'

afterAll(closeDb)

test('a workspace that a person made under the name of the demo is left alone', async () => {
  const stranger = await personOf('shop', ['reviewer'])
  const admin = await personOf('home', ['admin'])
  await expect(startDemo(admin)).rejects.toMatchObject({ code: 'conflict' })
  expect(await query('SELECT id FROM members WHERE workspace_id = $1', ['shop'])).toEqual([{ id: stranger.actor.id }])
  expect(await query('SELECT id FROM demo_shop.demos')).toEqual([])
})
