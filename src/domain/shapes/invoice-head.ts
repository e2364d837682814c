import { type Static, Type } from '@sinclair/typebox';
import { Closed, Name, Nullable } from './primitives.js';

/** A line of print. */
const Line = Type.String({ minLength: 1, maxLength: 120, pattern: '^[^\\r\\n]*\\S[^\\r\\n]*$' });

/**
 * Of the number on a tax invoice (CGST Rules 46(a)); its check character is domain/gstin.ts's
 * matter.
 */
export const Gstin = Type.String({
  pattern: '^(0[1-9]|[12]\\d|3[0-8]|97)[A-Z]{5}\\d{4}[A-Z][1-9A-Z][0-9A-Z]{2}$',
  description: 'GSTIN: state code, PAN, entity code, check character',
});

/**
 * A licence or registration of the food authority. Its number stands on every invoice, bill and
 * cash memo (FSSAI order of 8 June 2021, in force since 1 January 2022).
 */
export const FssaiNumber = Type.String({
  pattern: '^\\d{14}$',
  description: 'FSSAI licence or registration number: 14 digits',
});

/**
 * Under which a seller outside India charges VAT: an invoice has it by Article 59(1) of the UAE's
 * Executive Regulation on VAT, and by regulation 14(1)(d) of the UK's VAT Regulations 1995. Whether
 * it is one of the outlet's country is domain/vat-number.ts's matter.
 */
export const VatNumber = Type.String({
  pattern: '^(\\d{15}|(GB)?\\d{9})$',
  description: 'VAT registration number: 15 digits in the UAE, 9 in the UK',
});

const Phone = Type.String({ pattern: '^[+\\d][\\d +()/,-]{4,39}$' });

/** What an outlet's invoices say of who issues them; null, and no lines: nobody has said. */
export const InvoiceHead = Type.Object(
  {
    /** As the registration has it (CGST Rules 46(a)), where the outlet goes by another name. */
    legalName: Nullable(Line),
    address: Type.Array(Line, { maxItems: 5 }),
    phone: Nullable(Phone),
    gstin: Nullable(Gstin),
    fssai: Nullable(FssaiNumber),
    /** Heads of before there was one have none. */
    vatNumber: Type.Optional(Nullable(VatNumber)),
    /** Stands below everything else. */
    footer: Nullable(Line),
  },
  Closed,
);
export type InvoiceHead = Static<typeof InvoiceHead>;

export const NO_HEAD: InvoiceHead = {
  legalName: null,
  address: [],
  phone: null,
  gstin: null,
  fssai: null,
  vatNumber: null,
  footer: null,
};

/** What is not named stays as it is. */
export const HeadChange = Type.Partial(InvoiceHead, { ...Closed, minProperties: 1 });
export type HeadChange = Static<typeof HeadChange>;

/** The head as a bill has it: of the moment it was issued, with the outlet's name of then. */
export const BillHead = Type.Composite([Type.Object({ name: Name }), InvoiceHead], Closed);
export type BillHead = Static<typeof BillHead>;
