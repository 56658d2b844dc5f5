import { revalidatePath } from 'next/cache'

/** For a server action that changed what is shown. `refresh()` would do, but it draws what was fetched ahead in place of what is so now. */
export const drawAgain = () => revalidatePath('/approvals', 'layout')
