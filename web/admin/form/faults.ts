import type { WrongFigure } from './amount.js';

/** What a form says of a field, by the word for it: `fault.…` in web/words/admin.en.ts. */
export type FaultKey =
  | WrongFigure
  | 'tooLong'
  | 'tooShort'
  | 'twice'
  | 'taken'
  | 'emailTaken'
  | 'gone'
  | 'notEmail'
  | 'notHsn'
  | 'notDigits'
  | 'pinWeak'
  | 'minAboveMax'
  | 'minAboveCount'
  | 'lateBeforeWarn'
  | 'notZone'
  | 'notTime'
  | 'notGstin'
  | 'gstinTypo'
  | 'gstinState'
  | 'notFssai'
  | 'notVatNumber'
  | 'notPhone'
  | 'tooManyLines'
  | 'samePlace'
  | 'noOutlet';

/** By JSON pointer into what is sent, so that the server's and the form's own meet at the same field. */
export type Faults = Readonly<Record<string, FaultKey>>;

/** Whatever of it is unknown here is shown as the server words it. */
export interface Told {
  pointer: string;
  key: FaultKey | null;
  message: string;
}

/** A refusal as the SDK's `ProblemError` carries it. */
export interface Refused {
  code: string;
  errors?: readonly { pointer: string; message: string }[];
}

/** What a code means at the field it points to. */
const BY_CODE: Readonly<Record<string, FaultKey>> = {
  name_taken: 'taken',
  email_taken: 'emailTaken',
  not_found: 'gone',
  pin_weak: 'pinWeak',
};

/** What `invalid` says of a field, as far as the domain says it in fixed words. */
const BY_MESSAGE: Readonly<Record<string, FaultKey>> = {
  'stands there twice': 'twice',
  'is above max': 'minAboveMax',
  'is above the number of modifiers': 'minAboveCount',
  'is not above warnMinutes': 'lateBeforeWarn',
  'not a time zone of the IANA list': 'notZone',
  'has a wrong check character': 'gstinTypo',
  'is of another state than the outlet': 'gstinState',
  'is not the state of the GSTIN': 'gstinState',
  'is no VAT number of AE': 'notVatNumber',
  'is no VAT number of GB': 'notVatNumber',
};

/** The faults that a refusal names, each at its field. */
export function faultsOf({ code, errors = [] }: Refused): Told[] {
  return errors.map(({ pointer, message }) => ({
    pointer,
    key: BY_CODE[code] ?? faultOf(message),
    message,
  }));
}

/** What a message of the server means, if it is one that forms have words for. */
export function faultOf(message: string): FaultKey | null {
  if (/length (to be )?(less|greater) or equal/.test(message)) {
    return message.includes('less') ? 'tooLong' : 'tooShort';
  }
  return BY_MESSAGE[message] ?? null;
}

const MAX_NAME = 120;

/** What is wrong with a name, if anything. */
export function wrongName(name: string): FaultKey | null {
  if (name.trim() === '') return 'needed';
  return name.trim().length > MAX_NAME ? 'tooLong' : null;
}

/** Puts faults together; what is none is left out. */
export function faults(...found: readonly (readonly [string, FaultKey | null])[]): Faults {
  return Object.fromEntries(found.filter((each): each is [string, FaultKey] => each[1] !== null));
}
