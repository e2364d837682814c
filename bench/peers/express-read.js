// Express with what its users take for the same work: jsonwebtoken, express-rate-limit, an LRU, a histogram.
import express from 'express';
import { rateLimit } from 'express-rate-limit';
import jwt from 'jsonwebtoken';
import { LRUCache } from 'lru-cache';
import { Histogram } from 'prom-client';

const menu = JSON.parse(process.env.MENU);
const secret = process.env.SECRET;
const app = express();
app.disable('x-powered-by');

const seconds = new Histogram({
  name: 'http_request_seconds',
  help: 'Time until the answer',
  labelNames: ['route', 'method', 'status'],
});
app.use((request, response, next) => {
  const began = process.hrtime.bigint();
  response.on('finish', () => {
    const took = Number(process.hrtime.bigint() - began) / 1e9;
    seconds
      .labels(request.route?.path ?? '', request.method, String(response.statusCode))
      .observe(took);
  });
  next();
});
app.use((request, response, next) => {
  try {
    request.user = jwt.verify(request.get('authorization')?.slice(7) ?? '', secret);
    next();
  } catch {
    response.status(401).end();
  }
});
app.use(
  rateLimit({
    limit: 1_000_000_000,
    windowMs: 60_000,
    standardHeaders: 'draft-8',
    keyGenerator: (request) => request.user.sub,
  }),
);

const cache = new LRUCache({ max: 1000, ttl: 5000 });
const load = async () => menu;
app.get('/api/v1/outlets/:outlet/menu', async (request, response) => {
  const { outlet } = request.params;
  let body = cache.get(outlet);
  if (body === undefined) {
    body = Buffer.from(JSON.stringify(await load(outlet)));
    cache.set(outlet, body);
  }
  response.type('json').send(body);
});

const server = app.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
