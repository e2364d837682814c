import t from 'tap';
import { Lanes } from '../../../src/db/mongo/lanes.js';

interface One {
  stream: string;
  n: number;
}

/** Lanes whose groups wait until the test lets them go on. */
class Held {
  readonly groups: { group: readonly One[]; aside: () => void; done: () => void }[] = [];
  readonly lanes = new Lanes<One>({
    lanes: 2,
    size: 4,
    run: (group, aside) =>
      new Promise((resolve) => {
        this.groups.push({ group, aside, done: resolve });
      }),
  });
  #n = 0;

  add(stream: string, count = 1): void {
    for (let i = 0; i < count; i++) this.lanes.add({ stream, n: this.#n++ });
  }

  /** What has begun so far, by group. */
  async begun(): Promise<string[]> {
    // One turn to plan, one to begin.
    for (let i = 0; i < 3; i++) await new Promise(setImmediate);
    return this.groups.map(({ group }) => group.map((one) => one.stream + one.n).join(' '));
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
  t.same(await held.begun(), ['a0 a2 b1'], 'a stream’s in the order in which they came');
});

t.test('lanes: nothing of a stream begins while something of it is under way', async (t) => {
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

t.test('lanes: a stream goes on when its own are finished', async (t) => {
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

t.test('lanes: a group that stands aside gives its lane to another, once', async (t) => {
  const held = new Held();
  held.add('a');
  await held.begun();
  held.add('b');
  await held.begun();
  held.add('c');
  held.add('a');
  t.equal((await held.begun()).length, 2, 'both lanes are taken');
  held.groups[0]?.aside();
  t.same((await held.begun()).slice(2), ['c2'], 'its own stream waits for it all the same');
  held.groups[0]?.aside();
  held.end(0);
  held.add('d');
  t.equal((await held.begun()).length, 3, 'both are taken again');
  held.end(1);
  t.same((await held.begun()).slice(3), ['a3 d4']);
});

t.test('lanes: what waits behind others can be taken out, from the first on', async (t) => {
  const held = new Held();
  held.add('a');
  await held.begun();
  held.add('a', 3);
  held.add('b', 2);
  const numbers = (stream: string, upTo: number) =>
    held.lanes.withdraw(stream, ({ n }) => n <= upTo).map(({ n }) => n);
  t.same(numbers('a', 2), [1, 2], 'not what is under way, nor of others');
  t.same(numbers('b', 9), [4, 5]);
  t.same(numbers('nobody', 9), []);
  held.end(0);
  t.same(await held.begun(), ['a0', 'a3']);
});
