import { playInCi } from '../chaos/ci.js';
import { redis } from '../chaos/faults/redis.js';

playInCi(redis);
