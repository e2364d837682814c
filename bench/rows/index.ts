import type { Row } from '../row.js';
import { backup } from './backup.js';
import { dinner } from './dinner.js';
import { growth } from './growth.js';
import { fanout } from './fanout.js';
import { idle } from './idle.js';
import { inBox, otherBox } from './kitchen.js';
import { readOrder } from './order.js';
import { cached, notModified } from './read.js';
import { command } from './socket.js';
import { wave } from './wave.js';
import { write, writeMongo } from './write.js';

/** In the order in which they are measured and shown. */
export const ROWS: readonly Row[] = [
  cached,
  notModified,
  readOrder,
  write,
  writeMongo,
  command,
  inBox,
  otherBox,
  fanout,
  idle,
  wave,
  dinner,
  growth,
  backup,
];
