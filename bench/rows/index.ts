import type { Row } from '../row.js';
import { backup } from './backup.js';
import { dinner } from './dinner.js';
import { fanout } from './fanout.js';
import { growth } from './growth.js';
import { idle } from './idle.js';
import { instruments } from './instruments.js';
import { inBox, otherBox } from './kitchen.js';
import { most } from './most.js';
import { noise } from './noise.js';
import { readOrder } from './order.js';
import { cached, notModified } from './read.js';
import { command } from './socket.js';
import { wave } from './wave.js';
import { write, writeMongo } from './write.js';

/** In the order in which they are measured and shown. */
export const ROWS: readonly Row[] = [
  noise,
  cached,
  notModified,
  readOrder,
  instruments,
  write,
  writeMongo,
  command,
  inBox,
  otherBox,
  fanout,
  idle,
  most,
  wave,
  dinner,
  growth,
  backup,
];
