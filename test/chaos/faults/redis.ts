import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../fault.js';

const KITCHEN_P99_MS = 2000;
/** Redis only makes things faster: nobody waits for it, however long it is away. */
const ANSWER_WITHIN_MS = 5000;

export const redis: readonly Fault[] = [
  {
    name: 'redis-killed',
    what: '`kill -9` of Redis; it is back after five seconds',
    answerWithinMs: ANSWER_WITHIN_MS,
    kitchenP99Ms: KITCHEN_P99_MS,
    async strike(field) {
      await field.redis.kill();
      await delay(5000);
      await field.redis.restart();
    },
  },
  {
    name: 'redis-flushed',
    what: '`FLUSHALL` every 100 ms for four seconds',
    answerWithinMs: ANSWER_WITHIN_MS,
    kitchenP99Ms: KITCHEN_P99_MS,
    async strike(field) {
      for (let round = 0; round < 40; round++) {
        await field.redis.send('FLUSHALL');
        await delay(100);
      }
    },
  },
  {
    name: 'redis-frozen',
    what: '`SIGSTOP` of Redis for six seconds',
    answerWithinMs: ANSWER_WITHIN_MS,
    ci: true,
    kitchenP99Ms: KITCHEN_P99_MS,
    async strike(field) {
      field.redis.pause();
      await delay(6000);
      field.redis.resume();
    },
  },
  {
    name: 'redis-evicting',
    what: 'Redis with 3 MB, filled over and over, evicts whatever it has for four seconds',
    answerWithinMs: ANSWER_WITHIN_MS,
    kitchenP99Ms: KITCHEN_P99_MS,
    async strike(field) {
      await field.redis.send('CONFIG', 'SET', 'maxmemory', '3mb');
      await field.redis.send('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
      const large = 'x'.repeat(50_000);
      for (let round = 0; round < 400; round++) {
        await field.redis.send('SET', `filler-${round}`, large);
        await delay(10);
      }
      await field.redis.send('CONFIG', 'SET', 'maxmemory', '0');
    },
  },
  {
    name: 'redis-starves',
    what: 'subscribers of a box hear nothing for eight seconds, over a connection in the best of health',
    answerWithinMs: ANSWER_WITHIN_MS,
    ci: true,
    kitchenP99Ms: KITCHEN_P99_MS,
    async strike(field) {
      field.box(2).redis?.starveSubscribers();
      await delay(8000);
      field.box(2).redis?.heal();
    },
  },
  {
    name: 'redis-cut',
    what: 'the wires of a box to Redis are cut for four seconds',
    answerWithinMs: ANSWER_WITHIN_MS,
    kitchenP99Ms: KITCHEN_P99_MS,
    async strike(field) {
      field.box(1).redis?.cut();
      await delay(4000);
      field.box(1).redis?.heal();
    },
  },
];
