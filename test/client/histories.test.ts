import fc from 'fast-check';
import t from 'tap';
import type { Entry } from '../../client/outbox/entry.js';
import type { Terminal } from '../../client/terminal.js';
import { type Act, DEEDS, Evening, FAULTS } from './evening.js';

const RUNS = Number(process.env.KOTD_TEST_EVENINGS ?? 60);

const acts = (faults: readonly Act['what'][]) =>
  fc.array(
    fc.record({
      what: fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...DEEDS) },
        { weight: 2, arbitrary: fc.constantFrom(...faults) },
      ),
      till: fc.nat(2),
      pick: fc.nat(100),
    }),
    { minLength: 10, maxLength: 120 },
  );

/** What is over on a screen stays over on it, whatever comes and whatever waits. */
class Absorbing {
  readonly #over = new Map<Terminal, Set<string>>();

  look(terminal: Terminal): string[] {
    const over = this.#over.get(terminal) ?? new Set<string>();
    this.#over.set(terminal, over);
    const { past, orders, bills } = terminal.view.get();
    const shown = terminal.view.withPending();
    const alive = [orders, bills, shown.orders, shown.bills].flatMap((kind) => [...kind.keys()]);
    const revived = alive.filter((id) => over.has(id)).map((id) => `${id} lives again`);
    for (const { id, status } of [...past.orders.values(), ...past.bills.values()]) {
      if (status === 'paid' || status === 'cancelled') over.add(id);
    }
    return revived;
  }
}

/** A screen that says it is current shows what the server had at its position. */
function lies(evening: Evening, { view }: Terminal): string[] {
  const { position, orders, bills } = view.get();
  if (view.behind !== null || !position) return [];
  return (['order', 'bill'] as const).flatMap((kind) => {
    const truth = evening.openAt(kind, position.seq);
    const screen = kind === 'order' ? orders : bills;
    const wrong = [...truth].filter(([id, { rev }]) => screen.get(id)?.rev !== rev);
    const extra = [...screen.keys()].filter((id) => !truth.has(id));
    return [...wrong.map(([id]) => id), ...extra].map((id) => `${kind} ${id} at ${position.seq}`);
  });
}

/** Commands of one till about the same thing that the server did in another order than they were given. */
function outOfTurn({ server }: Evening, given: readonly Entry[]): string[] {
  const turn = new Map([...server.answers.keys()].map((id, at) => [id, at]));
  const last = new Map<string, number>();
  return given.flatMap(({ id, keys }) => {
    const at = turn.get(id);
    if (at === undefined) return [];
    const late = keys.some((key) => (last.get(key) ?? -1) > at);
    for (const key of keys) last.set(key, at);
    return late ? [id] : [];
  });
}

/** What does not hold when all is over and mended. */
function leftOver(evening: Evening): string[] {
  const { server, tills } = evening;
  const wrong = [...server.house.violations()];
  for (const { name, terminal, given, troubles } of tills) {
    const { waiting, dead } = terminal.outbox.get();
    wrong.push(...troubles.map((what) => `${name}: ${what}`));
    if (waiting.length > 0) wrong.push(`${name}: ${waiting.length} commands still wait`);
    if (terminal.view.behind !== null) wrong.push(`${name} is not current`);
    if (terminal.view.withPending().pending.size > 0) wrong.push(`${name} shows what is pending`);
    wrong.push(...lies(evening, terminal).map((what) => `${name} lies of ${what}`));
    wrong.push(...outOfTurn(evening, given).map((id) => `${name}: ${id} overtook another`));
    for (const { id } of given) {
      const letter = dead.find(({ entry }) => entry.id === id);
      const answer = server.answers.get(id);
      if (answer?.t === 'ack' && server.effects.get(id) !== 1)
        wrong.push(`${id} took effect twice`);
      if (answer?.t === 'ack' && letter) wrong.push(`${id} was done, and lies among the dead`);
      if (answer?.t === 'err' && letter?.reason !== 'refused')
        wrong.push(`${id} was refused: lost`);
      if (!answer && letter?.reason !== 'orphaned') wrong.push(`${id} was lost`);
    }
  }
  return wrong;
}

async function evening(history: readonly Act[], honest: boolean): Promise<void> {
  const evening = await Evening.begin();
  const absorbing = new Absorbing();
  for (const act of history) {
    await evening.play(act);
    for (const { name, terminal } of evening.tills) {
      const wrong = [...absorbing.look(terminal), ...(honest ? lies(evening, terminal) : [])];
      if (wrong.length > 0) throw new Error(`${name} after ${act.what}: ${wrong.join('; ')}`);
    }
  }
  await evening.end();
  const wrong = leftOver(evening);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}

t.test(
  'histories: cut, asleep, crashed, with lost replies and frames that come twice: each command once, no screen lies',
  { timeout: 300_000 },
  async (t) => {
    const faults = FAULTS.filter((fault) => fault !== 'late');
    const property = fc.asyncProperty(acts(faults), (history) => evening(history, true));
    await t.resolves(fc.assert(property, { numRuns: RUNS }));
  },
);

t.test(
  'histories: frames that overtake each other delay the truth, and nothing else',
  { timeout: 300_000 },
  async (t) => {
    const property = fc.asyncProperty(acts(FAULTS), (history) => evening(history, false));
    await t.resolves(fc.assert(property, { numRuns: RUNS }));
  },
);
