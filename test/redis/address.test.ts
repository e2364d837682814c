import t from 'tap';
import { readAddress } from '../../src/redis/address.js';

const PLAIN = { tls: false, username: undefined, password: undefined, db: 0, name: '' };

t.test('address: one server, with login and database', async (t) => {
  const hosts = [{ host: 'redis.example', port: 6379 }];
  t.same(readAddress('redis://redis.example'), { ...PLAIN, kind: 'single', hosts });
  t.same(readAddress('rediss://asha:p%40ss:word@[::1]:7000/3'), {
    ...PLAIN,
    kind: 'single',
    tls: true,
    hosts: [{ host: '::1', port: 7000 }],
    username: 'asha',
    password: 'p@ss:word',
    db: 3,
  });
  t.match(readAddress('redis://:secret@a'), { username: undefined, password: 'secret' });
});

t.test('address: sentinels with the name of the master, nodes of a cluster', async (t) => {
  t.same(readAddress('redis+sentinel://:secret@a,b:5000/kotd'), {
    ...PLAIN,
    kind: 'sentinel',
    hosts: [
      { host: 'a', port: 26_379 },
      { host: 'b', port: 5000 },
    ],
    password: 'secret',
    name: 'kotd',
  });
  t.match(readAddress('rediss+cluster://a:1,b:2'), {
    kind: 'cluster',
    tls: true,
    hosts: [
      { host: 'a', port: 1 },
      { host: 'b', port: 2 },
    ],
  });
});
