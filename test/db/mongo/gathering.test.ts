import t from 'tap';
import { Gathering } from '../../../src/db/mongo/gathering.js';
import type { Ids } from '../../../src/db/mongo/stored.js';
import { until } from '../../until.js';

/** However long the machine stands still; ms. */
const NEVER = 600_000;

/** Questions that wait until the test answers them: with each id in capitals, but for those with an x. */
class Held {
  readonly asked: { ids: string[]; answer: () => void; fail: () => void }[] = [];
  readonly gathering: Gathering<string>;

  constructor(slowMs = NEVER) {
    this.gathering = new Gathering((ids) => this.#ask(ids), slowMs);
  }

  get(...ids: string[]) {
    return this.gathering.get(ids, 'org');
  }

  /** What was asked so far, a question after the other. */
  async questions(): Promise<string[]> {
    for (let i = 0; i < 3; i++) await new Promise(setImmediate);
    return this.asked.map(({ ids }) => ids.join(' '));
  }

  end(index: number): void {
    this.asked[index]?.answer();
  }

  #ask(ids: Ids): Promise<Map<string, string>> {
    return new Promise((resolve, reject) => {
      const found = [...ids.keys()].filter((id) => !id.includes('x'));
      this.asked.push({
        ids: [...ids.keys()],
        answer: () => resolve(new Map(found.map((id) => [id, id.toUpperCase()]))),
        fail: () => reject(new Error('away')),
      });
    });
  }
}

t.test('gathering: what is asked for in one turn is one question, each id once', async (t) => {
  const held = new Held();
  const answers = Promise.all([held.get('a'), held.get('b', 'a'), held.get('x', 'c')]);
  t.same(held.asked, [], 'nothing is asked before the turn is over');
  t.same(await held.questions(), ['a b x c']);
  held.end(0);
  t.same(await answers, [['A'], ['B', 'A'], [undefined, 'C']], 'in the order of each');
});

t.test('gathering: while two questions are under way, the next one gathers', async (t) => {
  const held = new Held();
  void held.get('a');
  await held.questions();
  const b = held.get('b');
  t.same(await held.questions(), ['a', 'b']);
  const later = [held.get('a'), held.get('c')];
  await held.questions();
  later.push(held.get('d'));
  t.same(await held.questions(), ['a', 'b'], 'also the one for what is being asked for');
  held.end(1);
  t.same(await b, ['B']);
  t.same(await held.questions(), ['a', 'b', 'a c d'], 'asked anew: it may have changed meanwhile');
  held.end(2);
  t.same(await Promise.all(later), [['A'], ['C'], ['D']]);
});

t.test('gathering: a question that fails tells its own askers, and holds up nobody', async (t) => {
  const held = new Held();
  const lost = [held.get('a'), held.get('b')];
  await held.questions();
  const rejections = lost.map((one) => t.rejects(one, /away/));
  const second = held.get('c');
  await held.questions();
  const third = held.get('d');
  held.asked[0]?.fail();
  await Promise.all(rejections);
  t.same(await held.questions(), ['a b', 'c', 'd']);
  held.end(1);
  held.end(2);
  t.same([await second, await third], [['C'], ['D']]);
});

t.test('gathering: questions that get no answer hold up nobody for long', async (t) => {
  const held = new Held(1_000);
  for (const id of ['a', 'b', 'c']) {
    void held.get(id);
    await held.questions();
  }
  t.same(await held.questions(), ['a', 'b']);
  await until(() => held.asked.length === 3, 'third question');
  const late = held.get('d');
  await until(() => held.asked.length === 4, 'fourth question');
  t.same(await held.questions(), ['a', 'b', 'c', 'd']);
  for (const at of [0, 1, 2, 3]) held.end(at);
  t.same(await late, ['D']);
});

t.test('gathering: a question that is full goes at once', async (t) => {
  const held = new Held();
  for (const id of ['a', 'b']) {
    void held.get(id);
    await held.questions();
  }
  const many = Array.from({ length: 600 }, (_, i) => `many-${i}`);
  const answers = Promise.all(many.map((id) => held.get(id)));
  t.equal(held.asked.length, 2);
  t.same(
    (await held.questions()).map((ids) => ids.split(' ').length),
    [1, 1, 500],
  );
  held.end(2);
  held.end(0);
  await held.questions();
  held.end(3);
  t.same(
    (await answers).flat(),
    many.map((id) => id.toUpperCase()),
  );
});
