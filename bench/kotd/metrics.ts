import type { Kotd } from './server.js';

/** Sum over all labels of a metric, as /metrics tells it. */
export async function metric(kotd: Kotd, name: string): Promise<number> {
  const answer = await fetch(`${kotd.url}/metrics`);
  return sumOf(await answer.text(), name);
}

export function sumOf(text: string, name: string): number {
  const own = text.split('\n').filter((line) => /^[^ {]+/.exec(line)?.[0] === name);
  return own.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}
