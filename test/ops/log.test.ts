import t from 'tap';
import { cover } from '../../src/ops/redact.js';

t.test('log: what names secrets or people is covered, at any depth', async (t) => {
  const line = cover({
    traceId: 'abc',
    authorization: 'Bearer x',
    body: {
      password: 'x',
      refreshToken: 'y',
      email: 'a@b.c',
      items: [{ secret: 'z', quantity: 2 }],
    },
    headers: { cookie: 'c', 'content-type': 'application/json' },
  });
  t.same(line, {
    traceId: 'abc',
    authorization: '[redacted]',
    body: {
      password: '[redacted]',
      refreshToken: '[redacted]',
      email: '[redacted]',
      items: [{ secret: '[redacted]', quantity: 2 }],
    },
    headers: { cookie: '[redacted]', 'content-type': 'application/json' },
  });
});

t.test('log: circles and depth do not hang it', async (t) => {
  const circle: Record<string, unknown> = { name: 'x' };
  circle.self = circle;
  t.match(JSON.stringify(cover(circle)), /\[deep\]/);
});
