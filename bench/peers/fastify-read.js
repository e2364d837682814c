// Fastify as its guides say: a plugin each for tokens, limits and tags, an LRU of what goes out, a histogram.
import etag from '@fastify/etag';
import jwt from '@fastify/jwt';
import rateLimit from '@fastify/rate-limit';
import Fastify from 'fastify';
import { LRUCache } from 'lru-cache';
import { Histogram } from 'prom-client';

const menu = JSON.parse(process.env.MENU);
const app = Fastify();
await app.register(jwt, { secret: process.env.SECRET, verify: { cache: true } });
await app.register(rateLimit, {
  max: 1_000_000_000,
  timeWindow: '1 minute',
  hook: 'preHandler',
  keyGenerator: (request) => request.user.sub,
});
await app.register(etag);

const seconds = new Histogram({
  name: 'http_request_seconds',
  help: 'Time until the answer',
  labelNames: ['route', 'method', 'status'],
});
app.addHook('onResponse', async (request, reply) => {
  seconds
    .labels(request.routeOptions.url, request.method, String(reply.statusCode))
    .observe(reply.elapsedTime / 1000);
});

const cache = new LRUCache({ max: 1000, ttl: 5000 });
const load = async () => menu;
app.get(
  '/api/v1/outlets/:outlet/menu',
  { onRequest: (request) => request.jwtVerify() },
  async (request, reply) => {
    const { outlet } = request.params;
    let body = cache.get(outlet);
    if (body === undefined) {
      body = JSON.stringify(await load(outlet));
      cache.set(outlet, body);
    }
    return reply.type('application/json').send(body);
  },
);

await app.listen({ host: '127.0.0.1', port: 0 });
console.log(`listening ${app.server.address().port}`);
