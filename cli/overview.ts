import { commands } from '@/cli/commands'

export async function overview(): Promise<string> {
  const loaded = await Promise.all(Object.values(commands).map(async (load) => (await load()).command))
  return [
    'usage: countersign <command> [--workspace <id>] [--json]',
    '',
    ...loaded.map(({ usage, summary }) => `  ${usage}\n      ${summary}`),
    '',
    'Without --workspace the workspace is "default". With --json exactly one JSON object is printed.',
  ].join('\n')
}
