import { playInCi } from '../chaos/ci.js';
import { mongo } from '../chaos/faults/mongo.js';

playInCi(mongo);
