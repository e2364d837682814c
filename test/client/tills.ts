import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Test } from 'tap';
import type { Audience } from '../../client/frames.js';
import { openDevice } from '../../client/node.js';
import type { World } from '../../client/ports.js';
import type { Terminal } from '../../client/terminal.js';
import type { Role } from '../../src/domain/shapes/staff.js';
import { auditStore } from '../../src/ops/audit.js';
import type { Kotd } from '../kotd.js';
import type { Restaurant } from '../restaurant.js';
import { until } from '../until.js';
import { person, Tokens } from './people.js';

export interface TillOptions {
  role?: Role;
  audience?: readonly Audience[];
  world?: Partial<World>;
  codec?: 'json' | 'msgpack';
  /** A folder; without one it is a new one. */
  store?: string;
}

/** A terminal in Node, with a folder of its own, of one of the restaurant's people. */
export async function openTill(
  t: Pick<Test, 'teardown'>,
  url: string,
  place: Restaurant,
  { role = 'owner', audience = ['floor', 'bills'], world, codec = 'json', store }: TillOptions = {},
): Promise<Terminal> {
  const folder = store ?? (await mkdtemp(join(tmpdir(), 'kotd-till-')));
  const device = await openDevice({ url, store: folder, ...(world && { world }) });
  t.teardown(async () => {
    await device.close();
    if (!store) await rm(folder, { recursive: true, force: true });
  });
  const tokens = new Tokens(place.tokens[role], person(role, role));
  return await device.terminal({ outlet: place.outlet, audience, tokens, codec });
}

/** Nothing is left to be said, and the screen is proven current. */
export async function settled(terminal: Terminal, patienceMs = 30_000): Promise<void> {
  const said = () => {
    const { waiting, confirmed } = terminal.outbox.get();
    return waiting.length + confirmed.length === 0 && terminal.view.behind === null;
  };
  await until(said, 'till that has said everything, and heard what came of it', patienceMs);
}

/** Both screens are settled, and show the same in the end. */
export async function agree(t: Test, one: Terminal, other: Terminal): Promise<void> {
  await Promise.all([settled(one), settled(other)]);
  const same = () => isDeepStrictEqual(screenOf(one), screenOf(other));
  await until(same, 'agreement').catch(() => undefined);
  t.strictSame(screenOf(one), screenOf(other), 'both screens show the same');
}

/** The screen as others can compare it. */
export function screenOf({ view }: Terminal) {
  const { orders, tickets, tables, bills } = view.get();
  const sorted = <T extends { id: string }>(documents: ReadonlyMap<string, T>) =>
    [...documents.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    orders: sorted(orders),
    tickets: sorted(tickets),
    tables: sorted(tables),
    bills: sorted(bills),
  };
}

/** Stops the server; answers what does not hold: an invariant, or a command without its one answer. */
export async function audit(kotd: Kotd, organization: string, ids: readonly string[]) {
  await kotd.stop();
  const store = await kotd.openStore();
  const wrong = await auditStore(store);
  for (const id of ids) {
    if (!(await store.command({ organizationId: organization }, id))) wrong.push(`${id} was lost`);
  }
  await store.close();
  return wrong;
}
