import t from 'tap';
import { conformance } from '../conformance.js';
import { adapter } from './adapter.js';

conformance(t, adapter);
