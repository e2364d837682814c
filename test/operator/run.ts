import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { getuid } from 'node:process';
import { SERVER } from '../kotd.js';

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

type Settings = Record<string, string>;

/** As every Debian has it. */
const NOBODY = 65_534;

/** Runs `kotd …` as an operator does, with these settings and no others. */
export async function kotd(args: readonly string[], settings: Settings = {}): Promise<Ran> {
  return await run(args, settings, null);
}

/** The same by a user who owns nothing, where the test runs as one who may do everything. */
export async function kotdAsNobody(args: readonly string[], settings: Settings): Promise<Ran> {
  return await run(args, settings, getuid?.() === 0 ? NOBODY : null);
}

async function run(args: readonly string[], settings: Settings, user: number | null): Promise<Ran> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [SERVER, ...args], {
    env: { PATH, HOME, ...settings },
    ...(user === null ? {} : { uid: user, gid: user }),
  });
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
