import { createHash } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { fingerprint } from '../../src/handlers/fingerprint.js';

/** As it was first written: what is kept in stores was made by this. */
function asEver(what: readonly unknown[], body: object): string {
  const inOrder = (_name: string, value: unknown) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return createHash('sha256')
    .update(JSON.stringify([...what, body], inOrder))
    .digest('base64url');
}

const noSeal = (value: string) => value;

t.test('fingerprint: the same as ever, whatever the body', async (t) => {
  const body = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), body, (what, body) => {
      t.equal(fingerprint(what, body, [], noSeal), asEver(what, body));
    }),
  );
  const odd = {
    b: 1,
    a: undefined,
    10: 'x',
    9: [undefined, null, { z: 1, y: undefined }],
    '01': 0,
  };
  t.equal(
    fingerprint(['t', undefined, null], odd, [], noSeal),
    asEver(['t', undefined, null], odd),
  );
});

t.test('fingerprint: the order of fields does not matter, a secret enters sealed', async (t) => {
  const of = (body: object) => fingerprint(['t'], body, ['password'], (text) => `sealed ${text}`);
  t.equal(of({ a: 1, b: { c: 2, d: 3 } }), of({ b: { d: 3, c: 2 }, a: 1 }));
  t.equal(of({ password: 'x' }), fingerprint(['t'], { password: 'sealed x' }, [], noSeal));
  t.not(of({ a: 1 }), of({ a: 2 }));
});
