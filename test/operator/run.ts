import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { SERVER } from '../kotd.js';

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** Runs `kotd …` as an operator does, with these settings and no others. */
export async function kotd(
  args: readonly string[],
  settings: Record<string, string> = {},
): Promise<Ran> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [SERVER, ...args], { env: { PATH, HOME, ...settings } });
  const ran: Ran = { code: null, out: '', err: '' };
  child.stdout.on('data', (text: Buffer) => {
    ran.out += text.toString();
  });
  child.stderr.on('data', (text: Buffer) => {
    ran.err += text.toString();
  });
  [ran.code] = (await once(child, 'close')) as [number | null];
  return ran;
}
