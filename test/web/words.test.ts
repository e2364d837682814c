import { readdir } from 'node:fs/promises';
import t from 'tap';
import { en as frame } from '../../web/words/frame.en.js';
import { hi as frameHindi } from '../../web/words/frame.hi.js';
import { type Language, type Plural, speaker, type Words } from '../../web/words/speech.js';

const FOLDER = new URL('../../web/words/', import.meta.url);
const formsOf = (word: string | Plural = '') =>
  typeof word === 'string' ? [word] : [word.one, word.other];
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

t.test('words: every page says all of it in both languages', async (t) => {
  const files = await readdir(FOLDER);
  const pages = files
    .filter((name) => name.endsWith('.en.js'))
    .map((name) => name.split('.')[0] ?? '');
  for (const page of ['frame', 'pos', 'kds', 'admin']) t.ok(pages.includes(page), page);
  for (const page of pages) {
    const english = (await import(`${FOLDER}${page}.en.js`)) as { en: Words };
    const hindi = (await import(`${FOLDER}${page}.hi.js`)) as { hi: Words };
    t.same(Object.keys(hindi.hi).sort(), Object.keys(english.en).sort(), page);
    for (const [key, word] of Object.entries(english.en)) {
      const all = new Set(formsOf(word).flatMap(placeholders));
      for (const form of [...formsOf(word), ...formsOf(hindi.hi[key])]) {
        t.not(form.trim(), '', `${page} ${key} says something`);
        t.ok(
          placeholders(form).every((name) => all.has(name ?? '')),
          `${page} ${key}: "${form}" asks for nothing else`,
        );
      }
      // A single one may do without its number, and nothing else may be lost.
      const translated = new Set(formsOf(hindi.hi[key]).flatMap(placeholders));
      t.same([...translated].sort(), [...all].sort(), `${page} ${key} loses no placeholder`);
    }
  }
});

t.test('words: plural, numbers and placeholders follow the language', async (t) => {
  let language: Language = 'en';
  const say = speaker(frame, frameHindi, () => language);
  t.equal(say('pin.typed', { n: 1 }), '1 digit typed');
  t.equal(say('pin.typed', { n: 0 }), '0 digits typed');
  t.equal(say('pin.of', { name: 'Meera {n}' }), 'PIN of Meera {n}', 'a value is not filled again');
  language = 'hi';
  t.equal(say('pin.typed', { n: 0 }), '0 अंक लिखा गया', 'in Hindi, none is one');
  t.equal(say('pin.typed', { n: 123456 }), '1,23,456 अंक लिखे गए');
});
