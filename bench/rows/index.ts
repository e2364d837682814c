import type { Row } from '../row.js';
import { cached, notModified } from './read.js';

/** In the order in which they are measured and shown. */
export const ROWS: readonly Row[] = [cached, notModified];
