import t from 'tap';
import { Lanes } from '../../../src/db/mongo/lanes.js';

interface One {
  organizationId: string;
  n: number;
}

/** Lanes whose groups wait until the test lets them go on. */
class Held {
  readonly groups: { group: readonly One[]; done: () => void }[] = [];
  readonly lanes = new Lanes<One>({
    lanes: 2,
    size: 4,
    run: (group) =>
      new Promise((resolve) => {
        this.groups.push({ group, done: resolve });
      }),
  });
  #n = 0;

  add(organizationId: string, count = 1): void {
    for (let i = 0; i < count; i++) this.lanes.add({ organizationId, n: this.#n++ });
  }

  /** What has begun so far, by group. */
  async begun(): Promise<string[]> {
    // One turn to plan, one to begin.
    for (let i = 0; i < 3; i++) await new Promise(setImmediate);
    return this.groups.map(({ group }) => group.map((one) => one.organizationId + one.n).join(' '));
  }

  /** The group is done, wholly. */
  end(index: number): void {
    const held = this.groups[index];
    for (const one of held?.group ?? []) this.lanes.finished(one);
    held?.done();
  }
}

t.test('lanes: what comes in one turn goes together', async (t) => {
  const held = new Held();
  held.add('a');
  held.add('b');
  held.add('a');
  t.same(held.groups, [], 'nothing begins before the turn is over');
  t.same(await held.begun(), ['a0 a2 b1'], 'an organization’s in the order in which they came');
});

t.test('lanes: nothing of an organization begins while something of it is under way', async (t) => {
  const held = new Held();
  held.add('a');
  await held.begun();
  held.add('a', 2);
  t.same(await held.begun(), ['a0']);
  held.add('b');
  t.same(await held.begun(), ['a0', 'b3'], 'others do');
  held.end(0);
  t.same(await held.begun(), ['a0', 'b3', 'a1 a2']);
});

t.test('lanes: an organization goes on when its own are finished', async (t) => {
  const held = new Held();
  held.add('a');
  held.add('b');
  await held.begun();
  held.add('a');
  held.add('b');
  const [a] = held.groups[0]?.group ?? [];
  if (a) held.lanes.finished(a);
  t.same(await held.begun(), ['a0 b1', 'a2'], 'b is not done');
});

t.test('lanes: groups are bounded, in number and size, and turns are fair', async (t) => {
  const held = new Held();
  held.add('a', 6);
  held.add('b', 3);
  held.add('c');
  t.same(await held.begun(), ['a0 a1 a2 a3', 'b6 b7 b8 c9'], 'two lanes of four');
  held.add('d');
  held.end(0);
  t.same((await held.begun()).slice(2), ['a4 a5 d10'], 'what was left over waits no longer');
  held.add('e');
  t.equal((await held.begun()).length, 3, 'both lanes are taken');
  held.end(2);
  t.same((await held.begun()).slice(3), ['e11']);
});
