import t from 'tap';
import { openServer } from './server.js';

const server = await openServer();
t.teardown(() => server.close());
const { api } = server;
const tables = '/outlets/o1/tables';
const asOwner = { token: 'owner' };

t.test('revisions: ETag, If-Match, If-None-Match', async (t) => {
  const created = await api.call('POST', tables, { ...asOwner, body: { name: 'Rev' } });
  const path = `${tables}/${created.body.id}`;
  t.equal(created.headers.get('etag'), '"1"');
  t.equal(created.headers.get('cache-control'), 'no-store');
  const rename = (ifMatch: string, name = 'New') =>
    api.call('PATCH', path, { ...asOwner, body: { name }, headers: { 'if-match': ifMatch } });
  t.equal((await rename('"2"')).status, 412);
  const renamed = await rename('"1"');
  t.equal(renamed.status, 200);
  t.equal(renamed.headers.get('etag'), '"2"', 'of the order inside the answer');
  t.equal((await rename('"1"')).status, 412);
  t.equal((await rename('*')).headers.get('etag'), '"3"');

  const read = (tags: string) =>
    api.call('GET', path, { ...asOwner, headers: { 'if-none-match': tags } });
  const fresh = await api.call('GET', path, asOwner);
  t.equal(fresh.headers.get('etag'), '"3"');
  t.equal(fresh.headers.get('cache-control'), 'private, no-cache');
  for (const tags of ['"3"', '"1", "3"', 'W/"3"', '*']) {
    const { status, headers, body } = await read(tags);
    t.same([status, headers.get('etag'), body], [304, '"3"', null], tags);
  }
  for (const tags of ['"2"', '3', '"', '"33"']) t.equal((await read(tags)).status, 200, tags);
  const own = await api.call('GET', '/outlets/o1/echo', {
    ...asOwner,
    headers: { 'if-none-match': '"abc"' },
  });
  t.equal(own.status, 304, 'a tag that the query gives itself');
});

t.test('idempotency: a repeat gets the same answer and says so', async (t) => {
  const before = server.moods.decisions;
  const create = (name: string) =>
    api.call('POST', tables, { ...asOwner, body: { name }, headers: { 'idempotency-key': 'k-1' } });
  const first = await create('Once');
  const second = await create('Once');
  t.same(second.body, first.body);
  t.same([first.status, second.status], [201, 201]);
  t.equal(first.headers.get('idempotency-replayed'), null);
  t.equal(second.headers.get('idempotency-replayed'), 'true');
  t.equal(server.moods.decisions, before + 1);
  t.match((await create('Other')).body, { code: 'idempotency_key_reused', status: 422 });
});
