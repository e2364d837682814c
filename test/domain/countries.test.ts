import { Value } from '@sinclair/typebox/value';
import t from 'tap';
import { localDay } from '../../src/domain/calendar.js';
import { COUNTRIES } from '../../src/domain/countries.js';
import { TaxClass } from '../../src/domain/shapes/menu.js';
import { CountryCode } from '../../src/domain/shapes/organization.js';
import { taxParts } from '../../src/domain/tax.js';
import { outlet } from './money-fixtures.js';

t.test('countries: what each starts with fits the shapes', (t) => {
  t.same(
    Object.keys(COUNTRIES).sort(),
    CountryCode.anyOf.map((code) => code.const).sort(),
    'every country of the schema',
  );
  for (const [code, country] of Object.entries(COUNTRIES)) {
    t.match(country.currency, /^[A-Z]{3}$/, code);
    t.match(localDay('2026-11-20T12:00:00.000Z', country.timeZone), '2026-11-20', code);
    t.equal(new Set(country.taxClasses.map((each) => each.name)).size, country.taxClasses.length);
    for (const taxClass of country.taxClasses) {
      const stored = { id: 'x', rev: 1, ...taxClass };
      t.same([...Value.Errors(TaxClass, stored)], [], `${code} ${taxClass.name}`);
    }
  }
  t.end();
});

t.test(
  'countries: the Indian classes are restaurant service at 5 and 18 %, and exempt goods',
  (t) => {
    t.same(
      COUNTRIES.IN.taxClasses.map(({ rate, inclusive, hsn }) => [rate, inclusive, hsn]),
      [
        [500, false, '996331'],
        [1800, false, '996331'],
        [500, true, '996331'],
        [1800, true, '996331'],
        [0, false, null],
      ],
    );
    t.end();
  },
);

t.test(
  'tax parts: two halves within a state, one tax across states and in other countries',
  (t) => {
    t.same(taxParts(outlet(), null), ['CGST', 'SGST']);
    t.same(taxParts(outlet(), '29'), ['CGST', 'SGST']);
    t.same(taxParts(outlet(), '27'), ['IGST']);
    t.same(taxParts(outlet({ stateCode: null }), null), ['CGST', 'SGST'], 'its own state, unnamed');
    t.same(taxParts(outlet({ country: 'AE', stateCode: null }), null), ['VAT']);
    t.same(taxParts(outlet({ country: 'GB', stateCode: null }), '27'), ['VAT']);
    t.end();
  },
);
