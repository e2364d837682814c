import { readFile } from 'node:fs/promises';

/** The first piece of code below a heading of the guide. */
export async function codeBelow(heading: string): Promise<string> {
  const guide = await readFile('docs/client.md', 'utf8');
  const [, below = ''] = guide.split(`## ${heading}\n`);
  return /```ts\n([\s\S]*?)```/.exec(below)?.[1] ?? '';
}
