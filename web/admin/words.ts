import { wordsOf } from '../state/language.js';
import { en } from '../words/admin.en.js';
import { hi } from '../words/admin.hi.js';

export const t = wordsOf(en, hi);
