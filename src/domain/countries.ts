import type { CountryCode } from './shapes/organization.js';

/** A tax class that a new outlet starts with. */
interface StartingTaxClass {
  name: string;
  /** Basis points. */
  rate: number;
  inclusive: boolean;
  /** HSN or SAC code, where the country prints one. */
  hsn: string | null;
}

export interface Country {
  currency: string;
  timeZone: string;
  /** State code a new outlet starts with; null: there is none, or only the owner knows it. */
  stateCode: string | null;
  /** `gst`: CGST + SGST within a state, IGST across. `vat`: one tax. */
  scheme: 'gst' | 'vat';
  taxName: string;
  /** Month (1 to 12) on whose first day a series of invoice numbers begins anew. */
  financialYearStartsIn: number;
  taxClasses: readonly StartingTaxClass[];
}

/** SAC of restaurants, cafés and the like, takeaway and delivery of their food included. */
const RESTAURANT_SERVICE = '996331';

/**
 * What a new outlet starts with; all of it can be set otherwise afterwards.
 *
 * IN: restaurant service 5 % without input credit, 18 % in specified premises (notification
 * 11/2017-Central Tax (Rate), entry 7, as amended by 20/2019 and 05/2025); financial year 1 April
 * to 31 March (CGST Rules 46(b)).
 * AE: 5 % (Federal Decree-Law 8 of 2017, article 3), inside the prices shown (article 38).
 * GB: 20 % (VAT Act 1994, section 2), catering included; 0 % for cold takeaway food (schedule 8,
 * group 1, VAT Notice 709/1); financial year to 31 March (Interpretation Act 1978, schedule 1).
 */
export const COUNTRIES: Readonly<Record<CountryCode, Country>> = {
  IN: {
    currency: 'INR',
    timeZone: 'Asia/Kolkata',
    stateCode: null,
    scheme: 'gst',
    taxName: 'GST',
    financialYearStartsIn: 4,
    taxClasses: [
      { name: 'GST 5 %', rate: 500, inclusive: false, hsn: RESTAURANT_SERVICE },
      { name: 'GST 18 %', rate: 1800, inclusive: false, hsn: RESTAURANT_SERVICE },
      { name: 'GST 5 % inclusive', rate: 500, inclusive: true, hsn: RESTAURANT_SERVICE },
      { name: 'GST 18 % inclusive', rate: 1800, inclusive: true, hsn: RESTAURANT_SERVICE },
      { name: 'Exempt', rate: 0, inclusive: false, hsn: null },
    ],
  },
  AE: {
    currency: 'AED',
    timeZone: 'Asia/Dubai',
    stateCode: null,
    scheme: 'vat',
    taxName: 'VAT',
    financialYearStartsIn: 1,
    taxClasses: [
      { name: 'VAT 5 % inclusive', rate: 500, inclusive: true, hsn: null },
      { name: 'VAT 5 %', rate: 500, inclusive: false, hsn: null },
    ],
  },
  GB: {
    currency: 'GBP',
    timeZone: 'Europe/London',
    stateCode: null,
    scheme: 'vat',
    taxName: 'VAT',
    financialYearStartsIn: 4,
    taxClasses: [
      { name: 'VAT 20 % inclusive', rate: 2000, inclusive: true, hsn: null },
      { name: 'VAT 20 %', rate: 2000, inclusive: false, hsn: null },
      { name: 'Zero rated', rate: 0, inclusive: false, hsn: null },
    ],
  },
};
