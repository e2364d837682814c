import { playInCi } from '../chaos/ci.js';
import { clocks } from '../chaos/faults/clocks.js';

playInCi(clocks);
