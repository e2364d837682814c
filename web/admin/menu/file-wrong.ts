/** Why a whole file cannot be read, as far as the server says it in fixed words; `line`: which one to look at. */
export type FileWrong =
  | { key: 'noColumn' | 'twoColumns'; column: string; line: 1 }
  | { key: 'openQuote' | 'textAfterQuote'; line: number }
  | { key: 'empty' }
  | { key: 'tooMany'; most: number };

/** What the server's complaint about a file is about; null: it is none that is known here. */
export function fileWrong(message: string): FileWrong | null {
  const [, column = '', how] =
    /^the column (\w+) (is missing|stands there twice)$/.exec(message) ?? [];
  if (how) return { key: how === 'is missing' ? 'noColumn' : 'twoColumns', column, line: 1 };
  const [, line, quote] = /^line (\d+): (a quote that|text after)/.exec(message) ?? [];
  if (quote)
    return { key: quote === 'text after' ? 'textAfterQuote' : 'openQuote', line: Number(line) };
  const [, most] = /^more than (\d+) lines/.exec(message) ?? [];
  if (most) return { key: 'tooMany', most: Number(most) };
  return message === 'the file is empty' ? { key: 'empty' } : null;
}
