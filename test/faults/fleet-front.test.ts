import { playInCi } from '../chaos/ci.js';
import { front } from '../chaos/faults/front.js';

playInCi(front);
