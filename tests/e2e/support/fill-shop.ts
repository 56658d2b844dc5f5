import '@/worker/as-worker'
import { closeDb } from '@/lib/db'
import { fillShop } from '@/lib/demo/shop/fill'

await fillShop(process.argv[2] ?? '', new Date())
await closeDb()
