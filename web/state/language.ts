import { effect } from '@preact/signals';
import { LANGUAGES, type Language, type Say, speaker, type Translation } from '../words/speech.js';
import type { Words } from '../words/speech.js';
import { remembered } from './remembered.js';

const known = Object.keys(LANGUAGES) as Language[];

/** The language of the page: what was chosen here, or else the first of the device's that we speak. */
export const language = remembered<Language>('language', known, deviceLanguage());

effect(() => {
  document.documentElement.lang = language.value;
});

/** The `t` of a page or a part of one, from its two files in web/words/. */
export function wordsOf<const W extends Words>(english: W, hindi: Translation<W>): Say<W> {
  return speaker(english, hindi, () => language.value);
}

function deviceLanguage(): Language {
  for (const tag of navigator.languages) {
    const short = tag.split('-')[0];
    const found = known.find((each) => each === short);
    if (found) return found;
  }
  return 'en';
}
