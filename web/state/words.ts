import { en } from '../words/frame.en.js';
import { hi } from '../words/frame.hi.js';
import { wordsOf } from './language.js';

/** What every page says. A page's own words are in its own words.ts. */
export const t = wordsOf(en, hi);
