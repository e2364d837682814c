import t from 'tap';
import { Ledger } from '../../src/limits/ledger.js';
import type { Grant, ToLeases } from '../../src/limits/messages.js';

function newLedger(workers: number) {
  const sent: { worker: number; message: ToLeases }[] = [];
  const box = { now: 0 };
  const ledger = new Ledger({
    clock: () => box.now,
    send: (worker, message) => sent.push({ worker, message }),
  });
  for (let worker = 1; worker <= workers; worker++) ledger.join(worker);
  const ask = (worker: number, limit: number, want = 1) => {
    ledger.receive(worker, { kind: 'ask', key: 'key', limit, want, held: 0 });
    return sent.splice(0);
  };
  return { ledger, box, sent, ask };
}

t.test('ledger: leases are a share of what is free, and single ones at the end', async (t) => {
  const { ask } = newLedger(2);
  const sizes: number[] = [];
  let granted = 0;
  while (granted < 200) {
    const units = ask(1, 200)
      .map(({ message }) => (message as Grant).units)
      .reduce((sum, each) => sum + each);
    sizes.push(units);
    granted += units;
  }
  t.equal(sizes[0], 50);
  t.equal(granted, 200);
  t.same(sizes.slice(-3), [1, 1, 1]);
});

t.test('ledger: at least what is wanted is granted, if it is there', async (t) => {
  const { ask } = newLedger(4);
  t.match(ask(1, 10, 7), [{ worker: 1, message: { kind: 'grant', units: 7, free: 3 } }]);
  t.match(ask(1, 10, 7), [{ worker: 1, message: { kind: 'grant', units: 3, free: 0 } }]);
});

t.test('ledger: nobody is refused before others were called back', async (t) => {
  const { ledger, ask, sent } = newLedger(3);
  ask(1, 2);
  ask(2, 2);
  t.match(ask(3, 2), [
    { worker: 1, message: { kind: 'recall' } },
    { worker: 2, message: { kind: 'recall' } },
  ]);
  ledger.receive(1, { kind: 'handBack', key: 'key', end: 60_000, units: 0 });
  t.same(sent.splice(0), [], 'one may still hand back');
  ledger.receive(2, { kind: 'handBack', key: 'key', end: 60_000, units: 1 });
  t.match(sent.splice(0), [{ worker: 3, message: { kind: 'grant', units: 1 } }]);
});

t.test('ledger: a worker that hands nothing back for a second has used it', async (t) => {
  const { box, ask } = newLedger(2);
  ask(1, 1);
  t.match(ask(2, 1), [{ worker: 1, message: { kind: 'recall' } }]);
  box.now = 999;
  t.same(ask(2, 1), []);
  box.now = 1000;
  t.match(ask(2, 1), [{ worker: 2, message: { units: 0 } }, { message: { units: 0 } }, {}]);
});

t.test('ledger: whoever waits when the window ends gets a place in the next one', async (t) => {
  const { box, ask } = newLedger(2);
  ask(1, 1);
  ask(2, 1);
  box.now = 60_000;
  const answers = ask(1, 2);
  t.match(answers, [
    { worker: 2, message: { kind: 'grant', units: 1, end: 120_000 } },
    { worker: 1, message: { kind: 'grant', units: 1, end: 120_000 } },
  ]);
});

t.test('ledger: a late answer about an old window changes nothing', async (t) => {
  const { ledger, box, ask, sent } = newLedger(2);
  ask(1, 5);
  box.now = 60_000;
  ask(2, 5, 5);
  ledger.receive(1, { kind: 'handBack', key: 'key', end: 60_000, units: 5 });
  t.same(sent, []);
  t.match(ask(1, 5), [{ worker: 2, message: { kind: 'recall' } }]);
});

t.test('ledger: who is called back gets nothing new before the answer', async (t) => {
  const { ledger, ask, sent } = newLedger(3);
  ask(1, 4);
  ask(2, 4, 3);
  ask(3, 4);
  t.same(ask(1, 4), [], 'it could otherwise hand back what it gets now');
  ledger.receive(2, { kind: 'handBack', key: 'key', end: 60_000, units: 2 });
  t.match(sent.splice(0), [{ worker: 3, message: { kind: 'grant', units: 1, free: 1 } }]);
  ledger.receive(1, { kind: 'handBack', key: 'key', end: 60_000, units: 0 });
  t.match(sent.splice(0), [{ worker: 1, message: { kind: 'grant', units: 1, free: 0 } }]);
});
