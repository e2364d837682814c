import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WrongArguments } from '../fleet/command.js';
import { type Keep, within } from './contest.js';
import { cpuSeconds, kernelSeconds, threadTime } from './cores.js';
import { menuOf, ordersOf } from './kotd/asks.js';
import { Kotd } from './kotd/server.js';
import { postAgain } from './load/autocannon.js';
import { getAgain } from './load/wrk.js';
import { flame } from './profile/flame.js';
import { type CpuProfile, fold } from './profile/fold.js';
import { Inspector } from './profile/inspector.js';
import { tables } from './profile/shares.js';
import { enter } from './rows/socket.js';

const FOLDER = fileURLToPath(new URL('../../bench/results/profiles/', import.meta.url));
/** Until what runs often is compiled, and then watched. */
const WARM_SECONDS = 3;
const SECONDS = 5;
/** Between two looks of the profiler; µs. */
const LOOK = 250;
const MICROSECONDS = 1e6;

/** Loads a kotd with what a row does, for so many seconds. */
type Work = (seconds: number) => Promise<unknown>;

/** By the name of their row. */
export const PROFILES: Readonly<Record<string, (kotd: Kotd, keep: Keep) => Promise<Work>>> = {
  'read.cached': menus(false),
  'read.notModified': menus(true),
  async 'write.order'(kotd) {
    const orders = await ordersOf(kotd);
    return (seconds) => postAgain(orders, seconds);
  },
  async 'socket.command'(kotd, keep) {
    const { load, lines } = await enter(kotd, keep);
    return (seconds) => load.ask('run', { seconds, lines });
  },
};

function menus(known: boolean) {
  return async (kotd: Kotd): Promise<Work> => {
    const menu = await menuOf(kotd, known);
    return (seconds) => getAgain(menu, seconds);
  };
}

/**
 * Watches the one worker of a kotd under the load of a row; writes the profile and its flame graph, and answers
 * where the time goes.
 */
export async function profile(name: string): Promise<string> {
  const open = PROFILES[name];
  if (!open) throw new WrongArguments(`--profile knows ${Object.keys(PROFILES).join(', ')}`);
  return await within(async (keep) => {
    const kotd = keep(await Kotd.start({ settings: { NODE_OPTIONS: '--inspect=127.0.0.1:0' } }));
    const [, worker = 0] = kotd.pids;
    const inspector = keep(await inspectorOf(worker, kotd));
    const work = await open(kotd, keep);
    await work(WARM_SECONDS);
    const { profile, busy, waited, kernel, others } = await watched(inspector, worker, work);
    const root = fold(profile, { busy: MICROSECONDS * busy, waited: MICROSECONDS * waited });
    await mkdir(FOLDER, { recursive: true });
    await writeFile(join(FOLDER, `${name}.cpuprofile`), JSON.stringify(profile));
    await writeFile(join(FOLDER, `${name}.svg`), flame(`kotd: ${name}`, root));
    const told =
      `${name}: in ${SECONDS} s the thread that runs JavaScript used ${busy.toFixed(2)} s of CPU time, ` +
      `${Math.round((100 * kernel) / busy)} % of it in the kernel; other threads ${others.toFixed(2)} s`;
    return `${told}\n\n${tables(root)}\n\nkept in ${FOLDER}${name}.svg and .cpuprofile`;
  });
}

/** The primary and its worker say where they listen in any order, and not who they are. */
async function inspectorOf(pid: number, { box }: Kotd): Promise<Inspector> {
  for (const url of box.output.match(/ws:\/\/\S+:\d+\/[0-9a-f-]{36}/g) ?? []) {
    const inspector = await Inspector.open(url);
    const said = (await inspector.post('Runtime.evaluate', { expression: 'process.pid' })) as {
      result: { value: unknown };
    };
    if (said.result.value === pid) return inspector;
    await inspector.stop();
  }
  throw new Error('the worker does not say where it can be watched');
}

/** What the profiler saw, and what the kernel counted meanwhile, in seconds. */
async function watched(inspector: Inspector, worker: number, work: Work) {
  const count = () => ({
    ...threadTime(worker),
    all: cpuSeconds([worker]),
    kernel: kernelSeconds(worker),
  });
  await inspector.post('Profiler.enable');
  await inspector.post('Profiler.setSamplingInterval', { interval: LOOK });
  await inspector.post('Profiler.start');
  const before = count();
  await work(SECONDS);
  const after = count();
  const { profile } = (await inspector.post('Profiler.stop')) as { profile: CpuProfile };
  const busy = after.busy - before.busy;
  return {
    profile,
    busy,
    waited: after.waited - before.waited,
    kernel: after.kernel - before.kernel,
    others: after.all - before.all - busy,
  };
}
