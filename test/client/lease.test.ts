import t from 'tap';
import { leadByLease } from '../../client/lease.js';
import { Memory } from '../../client/memory.js';
import { FakeClock } from './fake-clock.js';

function tabs() {
  const [memory, clock] = [new Memory(), new FakeClock()];
  const troubles: string[] = [];
  const led: string[] = [];
  const tab = (holder: string) => {
    const store = memory.open();
    const trouble = (error: unknown, what: string) => troubles.push(`${what}: ${error}`);
    const parts = { store, clock, name: 'outbox', holder, trouble };
    return { store, give: leadByLease(parts, () => led.push(holder)) };
  };
  return { clock, tab, led, troubles };
}

t.test('lease: the first one leads, for as long as it is there', async (t) => {
  const { clock, tab, led, troubles } = tabs();
  tab('one');
  tab('two');
  await clock.advance(600_000);
  t.strictSame(led, ['one']);
  t.strictSame(troubles, []);
});

t.test(
  'lease: one that gives it away, and one that is gone, are followed by the next',
  async (t) => {
    const { clock, tab, led, troubles } = tabs();
    const one = tab('one');
    await clock.advance(100);
    const two = tab('two');
    await clock.advance(100);
    one.give();
    await clock.advance(2_500);
    t.strictSame(led, ['one', 'two'], 'at its next question');
    tab('three');
    // A tab that is closed gives nothing away; its store is shut.
    await two.store.close();
    await clock.advance(8_500);
    t.strictSame(led, ['one', 'two', 'three'], 'when the lease has run out');
    t.ok(troubles.length > 0, 'and the closed one could not renew it');
  },
);
