import { wordsOf } from '../state/language.js';
import { en } from '../words/kds.en.js';
import { hi } from '../words/kds.hi.js';

export const t = wordsOf(en, hi);
