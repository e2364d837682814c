import type { Body, Found } from '../../../client/calls.js';
import { type FaultKey, faults, type Faults } from '../form/faults.js';

type Head = NonNullable<Found<'outlet.read'>['head']>;
type Change = NonNullable<Body<'outlet.change'>['head']>;

/** The head of the bills as it stands in the form; where nothing is written, nothing is printed. */
export interface HeadDraft {
  legalName: string;
  /** Line by line. */
  address: string;
  phone: string;
  gstin: string;
  fssai: string;
  vatNumber: string;
  footer: string;
}

const MAX_LINE = 120;
const MAX_LINES = 5;
// As the server has them; whether the check character fits, and the state, only it says.
const GSTIN = /^\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z][0-9A-Z]{2}$/;
const FSSAI = /^\d{14}$/;
// Of which country it is, and whether its digits fit, only the server says.
const VAT_NUMBER = /^(\d{15}|(GB)?\d{9})$/;
const PHONE = /^[+\d][\d +()/,-]{4,39}$/;

export function headDraftOf(head: Head | undefined): HeadDraft {
  return {
    legalName: head?.legalName ?? '',
    address: (head?.address ?? []).join('\n'),
    phone: head?.phone ?? '',
    gstin: head?.gstin ?? '',
    fssai: head?.fssai ?? '',
    vatNumber: head?.vatNumber ?? '',
    footer: head?.footer ?? '',
  };
}

export function wrongHead(draft: HeadDraft): Faults {
  const { legalName, address, phone, gstin, fssai, vatNumber, footer } = draft;
  const lines = linesOf(address);
  const long = lines.some((line) => line.length > MAX_LINE);
  return faults(
    ['/head/legalName', wrongLine(legalName)],
    ['/head/address', lines.length > MAX_LINES ? 'tooManyLines' : long ? 'tooLong' : null],
    ['/head/phone', unlike(PHONE, phone, 'notPhone')],
    ['/head/gstin', unlike(GSTIN, gstin, 'notGstin')],
    ['/head/fssai', unlike(FSSAI, fssai, 'notFssai')],
    ['/head/vatNumber', unlike(VAT_NUMBER, vatNumber, 'notVatNumber')],
    ['/head/footer', wrongLine(footer)],
  );
}

/** Only what differs; nothing where nothing does. */
export function headChangeOf(head: Head | undefined, draft: HeadDraft): Change | undefined {
  const before = headDraftOf(head);
  const change: Change = {};
  for (const field of ['legalName', 'phone', 'gstin', 'fssai', 'vatNumber', 'footer'] as const) {
    const next = draft[field].trim();
    if (next !== before[field]) change[field] = next === '' ? null : next;
  }
  const lines = linesOf(draft.address);
  if (lines.join('\n') !== before.address) change.address = lines;
  return Object.keys(change).length > 0 ? change : undefined;
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function wrongLine(text: string): FaultKey | null {
  return text.trim().length > MAX_LINE ? 'tooLong' : null;
}

function unlike(form: RegExp, text: string, fault: FaultKey): FaultKey | null {
  return text.trim() === '' || form.test(text.trim()) ? null : fault;
}
