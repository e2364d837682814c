import type { Fault } from '../fault.js';
import { clocks } from './clocks.js';
import { front } from './front.js';
import { limits } from './limits.js';
import { mongo } from './mongo.js';
import { processes } from './processes.js';
import { redis } from './redis.js';
import { terminals } from './terminals.js';

/** Every fault that is played, in the order in which docs/reliability.md tells of them. */
export const FAULTS: readonly Fault[] = [
  ...processes,
  ...mongo,
  ...redis,
  ...front,
  ...terminals,
  ...clocks,
  ...limits,
];
