/** The languages of the pages, as they call themselves. */
export const LANGUAGES = { en: 'English', hi: 'हिन्दी' } as const;
export type Language = keyof typeof LANGUAGES;

/** A phrase that depends on a number: which form, `Intl.PluralRules` says by the placeholder `{n}`. */
export interface Plural {
  one: string;
  other: string;
}

export type Words = Readonly<Record<string, string | Plural>>;

/** The same keys in another language. A key that is missing, or one too many, does not compile. */
export type Translation<W extends Words> = {
  readonly [K in keyof W]: W[K] extends string ? string : Plural;
};

type Placeholders<S> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
type PlaceholdersOf<W> = Placeholders<W extends Plural ? W[keyof Plural] : W>;
type Values<W> = { readonly [Name in PlaceholdersOf<W>]: string | number };

/** Says a phrase: `t('orders.sent', { n: 3 })`. Placeholders that are missing do not compile. */
export type Say<W extends Words> = <K extends keyof W & string>(
  key: K,
  ...values: [PlaceholdersOf<W[K]>] extends [never] ? [] : [Values<W[K]>]
) => string;

/**
 * Makes the function that says the phrases of one page.
 * @param english its words, declared `as const`, so that keys and placeholders are types
 * @param language asked at each phrase: where it is a signal, what was rendered follows a change
 */
export function speaker<const W extends Words>(
  english: W,
  hindi: Translation<W>,
  language: () => Language,
): Say<W> {
  const words: Record<Language, Translation<W> | W> = { en: english, hi: hindi };
  return (key, ...[values = {}]) => {
    const speaks = language();
    const word: string | Plural = words[speaks][key];
    return filled(formOf(word, speaks, values), speaks, values);
  };
}

function formOf(word: string | Plural, language: Language, values: { n?: unknown }): string {
  if (typeof word === 'string') return word;
  const form = pluralRules(language).select(Number(values.n));
  return form === 'one' ? word.one : word.other;
}

function filled(
  text: string,
  language: Language,
  values: Readonly<Record<string, string | number>>,
): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? numbers(language).format(value) : value;
  });
}

const pluralRules = perLanguage((language) => new Intl.PluralRules(language));
const numbers = perLanguage((language) => new Intl.NumberFormat(`${language}-IN`));

/** Intl's objects are slow to make and quick to use. */
function perLanguage<T>(make: (language: Language) => T): (language: Language) => T {
  const made = new Map<Language, T>();
  return (language) => {
    const known = made.get(language) ?? make(language);
    made.set(language, known);
    return known;
  };
}
