import type { InvoiceHead } from '../domain/shapes/invoice-head.js';

/** GST state code of both outlets. */
export const KARNATAKA = '29';

/**
 * One registration for both, since they are in one state. The company is made up, its numbers are
 * well-formed.
 */
const COMPANY = {
  legalName: 'Annapurna Hospitality Private Limited',
  gstin: `${KARNATAKA}AAZCA1234F1ZH`,
};
const FOOTER = 'Sunday thali from 12 to 4: come hungry';

/** The outlets of the demo by name, and what stands on their invoices. */
export const HEADS: Readonly<Record<string, InvoiceHead>> = {
  'Annapurna Indiranagar': {
    ...COMPANY,
    address: ['12, 100 Feet Road, Indiranagar', 'Bengaluru 560038'],
    phone: '+91 80 4000 1234',
    fssai: '11221334000457',
    footer: FOOTER,
  },
  'Annapurna Airport Road': {
    ...COMPANY,
    address: ['7, HAL Old Airport Road, Kodihalli', 'Bengaluru 560008'],
    phone: '+91 80 4000 5678',
    fssai: '11223334000118',
    footer: FOOTER,
  },
};
