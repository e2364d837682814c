import { wordsOf } from '../state/language.js';
import { en } from '../words/pos.en.js';
import { hi } from '../words/pos.hi.js';

export const t = wordsOf(en, hi);
