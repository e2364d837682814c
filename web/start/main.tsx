import { open } from '../frame/open.js';
import { Start } from './start.js';

open('start', Start);
