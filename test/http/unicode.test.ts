import t from 'tap';
import { Type } from '@sinclair/typebox';
import { KotdError } from '../../src/domain/errors.js';
import { refuseIllFormed, validator } from '../../src/handlers/validate.js';
import { openServer } from './server.js';

const HALF = '\ud800';
const CHILLI = '\ud83c\udf36';

t.test('unicode: half a pair is refused in any text and name, with where it is', async (t) => {
  const rows: [unknown, string | null][] = [
    [HALF, ''],
    ['\udf36\ud83c', ''],
    [{ name: `x${HALF}` }, '/name'],
    [{ lines: [{ note: 'a' }, { note: HALF }] }, '/lines/1/note'],
    [{ 'a/b': { 'c~d': HALF } }, '/a~1b/c~0d'],
    [{ [HALF]: 1 }, '/\ufffd'],
    [{ deep: { [`k${HALF}`]: null } }, '/deep/k\ufffd'],
    [{ name: CHILLI, [CHILLI]: [CHILLI, 1, null, true, 'plain'] }, null],
    [[], null],
    [null, null],
  ];
  for (const [value, pointer] of rows) {
    let found: string | null = null;
    try {
      refuseIllFormed(value);
    } catch (error) {
      t.match(error, { code: 'invalid', status: 422 });
      if (error instanceof KotdError) found = error.errors[0]?.pointer ?? null;
    }
    t.equal(found, pointer, JSON.stringify(value));
  }
});

t.test('unicode: a schema that lets any name in lets no such name in', async (t) => {
  const validate = validator(Type.Record(Type.String(), Type.Unknown()));
  t.same(validate({ [CHILLI]: 1 }), { [CHILLI]: 1 });
  t.throws(() => validate({ [HALF]: 1 }), { code: 'invalid' });
});

t.test('unicode: over HTTP, in body, query, path and key', async (t) => {
  const server = await openServer();
  t.teardown(() => server.close());
  const post = (body: unknown) =>
    server.api.call('POST', '/outlets/o1/tables', { token: 'owner', body });
  const refused = { status: 422, body: { code: 'invalid', errors: [{ pointer: '/name' }] } };
  t.match(await post('{"name":"x\\ud800"}'), refused);
  t.match(await post('{"name":"\\udf36\\ud83c"}'), refused);
  t.match(await post(`{"name":"a","\\ud800":1}`), { status: 422, body: { code: 'invalid' } });
  t.match(await post('{"name":"\\ud83c\\udf36"}'), { status: 201, body: { name: CHILLI } });
  t.equal(server.moods.decisions, 1);
  const login = { email: `a${HALF}`, password: 'right' };
  t.match(await server.api.call('POST', '/auth/login', { body: login }), {
    status: 422,
    body: { code: 'invalid', errors: [{ pointer: '/email' }] },
  });
  // UTF-8 has no half pairs: what tries to be one is no text at all.
  const raw = '%ED%A0%80';
  const get = (path: string) => server.api.call('GET', path, { token: 'owner' });
  t.match(await get(`/outlets/o1/echo?word=${raw}`), { status: 422, body: { code: 'invalid' } });
  t.match(await get(`/outlets/o1/tables/${raw}`), { status: 404 });
  const bytes = Buffer.concat([
    Buffer.from('{"name":"'),
    Buffer.from([0xed, 0xa0, 0x80, 0x22, 0x7d]),
  ]);
  const response = await fetch(`${server.url}/api/v1/outlets/o1/tables`, {
    method: 'POST',
    headers: { authorization: 'Bearer owner' },
    body: bytes,
  });
  t.equal(response.status, 400);
});

t.test('unicode: a key or a condition that cannot be read is not as good as none', async (t) => {
  const server = await openServer();
  t.teardown(() => server.close());
  const send = (headers: Record<string, string>) =>
    server.api.call('POST', '/outlets/o1/tables', { token: 'owner', body: { name: 'k' }, headers });
  // As bytes: fetch sends each character as one.
  for (const bytes of ['\u00ed\u00a0\u0080', '\u00ff', 'a\u00ffb', '\u00c3\u00a9']) {
    t.match(await send({ 'idempotency-key': bytes }), { status: 422, body: { code: 'invalid' } });
    t.match(await send({ 'if-match': bytes }), {
      status: 412,
      body: { code: 'precondition_failed' },
    });
  }
  t.equal(server.moods.decisions, 0);
});
