// What every Fastify has in front of its routes: tokens, limits, a histogram.
import jwt from '@fastify/jwt';
import rateLimit from '@fastify/rate-limit';
import Fastify from 'fastify';
import { MongoClient } from 'mongodb';
import { Histogram } from 'prom-client';

export async function openApp() {
  const app = Fastify();
  await app.register(jwt, { secret: process.env.SECRET, verify: { cache: true } });
  await app.register(rateLimit, {
    max: 1_000_000_000,
    timeWindow: '1 minute',
    hook: 'preHandler',
    keyGenerator: (request) => request.user.sub,
  });
  app.addHook('onRequest', (request) => request.jwtVerify());
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
  return app;
}

/** The database that MONGO names. Whoever writes waits until a majority has it on disk, as for kotd. */
export async function openDatabase() {
  const client = new MongoClient(process.env.MONGO, {
    maxPoolSize: 100,
    minPoolSize: 10,
    writeConcern: { w: 'majority', journal: true },
  });
  await client.connect();
  return client.db();
}

export async function listen(app) {
  await app.listen({ host: '127.0.0.1', port: 0 });
  console.log(`listening ${app.server.address().port}`);
}
