import t from 'tap';
import { type Envelope, Envelopes } from '../../src/redis/envelope.js';
import { SECRET } from './parts.js';

const BATCH: Envelope = {
  kind: 'batch',
  box: 'shop:3000',
  start: 'a-1',
  seq: 0,
  body: '[{"₹":"\\n"}]',
};

t.test('envelope: what was written is read', async (t) => {
  const envelopes = new Envelopes(SECRET);
  const probe = { ...BATCH, kind: 'probe', seq: 12, body: '' } as const;
  for (const envelope of [BATCH, probe, { ...BATCH, kind: 'lost', body: '' } as const]) {
    t.same(envelopes.read(envelopes.write(envelope)), envelope);
  }
});

t.test('envelope: what no box of this fleet has written is refused', async (t) => {
  const envelopes = new Envelopes(SECRET);
  const text = envelopes.write(BATCH);
  for (let at = 0; at < text.length; at++) {
    const garbled = `${text.slice(0, at)}~${text.slice(at + 1)}`;
    t.equal(envelopes.read(garbled), null, `at ${at}`);
  }
  t.equal(envelopes.read(text.slice(0, -1)), null);
  for (const nonsense of ['', '\n', '{}', 'kotd1', 'kotd2 batch a b 0 c\n[]']) {
    t.equal(envelopes.read(nonsense), null);
  }
  t.equal(new Envelopes('other'.repeat(10)).read(text), null, 'another fleet on the same Redis');
});
