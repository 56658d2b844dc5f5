import { z } from 'zod'
import { query } from '@/lib/db'
import type { ShopTool } from './tool'

const Args = z.strictObject({ query: z.string().min(2).max(200) })

const FIND = `SELECT id, title, body FROM demo_shop.articles
  WHERE workspace_id = $1 AND strpos(lower(title || ' ' || body), lower($2)) > 0 ORDER BY id LIMIT 5`

export const searchArticles: ShopTool = async ({ workspace }, args) => {
  const articles = await query<{ id: string; title: string; body: string }>(FIND, [workspace, Args.parse(args).query])
  return { found: articles.length, articles: articles.map((article) => ({ ...article })) }
}
