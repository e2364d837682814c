import { playInCi } from '../chaos/ci.js';
import { processes } from '../chaos/faults/processes.js';

playInCi(processes);
