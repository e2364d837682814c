import { isIP } from 'node:net';

/** What a setting's text may be. `read` throws a WrongValue that says what it should have been. */
export interface Kind<T> {
  /** As the table names it: `whole number, 0 to 65,535`. */
  type: string;
  read(text: string): T;
}

/** The text of a setting does not fit; the message completes "KOTD_PORT must be …". */
export class WrongValue extends Error {}

export function wholeNumber(min: number, max: number): Kind<number> {
  const range = `${min.toLocaleString('en')} to ${max.toLocaleString('en')}`;
  return {
    type: `whole number, ${range}`,
    read(text) {
      const value = Number(text);
      if (!/^\d+$/.test(text) || value < min || value > max) {
        throw new WrongValue(`a whole number from ${range}`);
      }
      return value;
    },
  };
}

export function oneOf<const T extends string>(...values: readonly T[]): Kind<T> {
  return {
    type: values.join(', '),
    read(text) {
      const value = values.find((known) => known === text);
      if (value === undefined) throw new WrongValue(`one of ${values.join(', ')}`);
      return value;
    },
  };
}

export const yesOrNo: Kind<boolean> = {
  type: '0, 1',
  read: (text) => oneOf('0', '1').read(text) === '1',
};

/** Text without spaces; what is shorter is a mistake or too easy to guess. */
export function word(minLength: number): Kind<string> {
  return {
    type: minLength > 1 ? `text, at least ${minLength} characters` : 'text',
    read(text) {
      if (text.length < minLength || /\s/.test(text)) {
        throw new WrongValue(`at least ${minLength} characters without spaces`);
      }
      return text;
    },
  };
}

export const path: Kind<string> = { type: 'path', read: (text) => text };

/** @param fits whether one entry is what `what` says */
export function list(what: string, fits: (entry: string) => boolean): Kind<readonly string[]> {
  return {
    type: `comma list of ${what}`,
    read(text) {
      const entries = text.split(',').map((entry) => entry.trim());
      const wrong = entries.find((entry) => !fits(entry));
      if (wrong !== undefined) throw new WrongValue(`a comma list of ${what}, not "${wrong}"`);
      return Object.freeze(entries);
    },
  };
}

/** What somebody logs in with. */
export function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text);
}

/** `https://pos.example` or `http://10.0.0.5:3000`: exactly what a browser sends as `Origin`. */
export function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** An address, a subnet such as `10.0.0.0/8`, or `unix` for proxies that come over a unix socket. */
export function isProxy(text: string): boolean {
  if (text === 'unix') return true;
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  if (bits < 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
}
