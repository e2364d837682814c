import { playInCi } from '../chaos/ci.js';
import { mongo } from '../chaos/faults/mongo.js';
import { processes } from '../chaos/faults/processes.js';
import { redis } from '../chaos/faults/redis.js';

playInCi([...processes, ...mongo, ...redis]);
