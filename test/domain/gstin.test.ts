import { Value } from '@sinclair/typebox/value';
import t from 'tap';
import { checkCharacterOf, isChecked, stateOf } from '../../src/domain/gstin.js';
import { FssaiNumber, Gstin } from '../../src/domain/shapes/invoice-head.js';

/**
 * Of companies that print them on their invoices, and so with a check that somebody else has made.
 */
const PUBLISHED = ['27AAPFU0939F1ZV', '29AAGCB7383J1Z4', '24AAACC1206D1ZM', '27AAACR5055K1Z7'];
const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

t.test('gstin: the check of numbers that are in use, and one worked by hand', async (t) => {
  for (const gstin of PUBLISHED) {
    t.ok(Value.Check(Gstin, gstin), gstin);
    t.equal(checkCharacterOf(gstin.slice(0, -1)), gstin.at(-1), gstin);
  }
  // 2 + 14 + 10 + 20 + 25 + 30 + 30 + 0 + 9 + 6 + 9 + 30 + 1 + (1 + 34) = 221;
  // 36 - 221 % 36 = 31, which is V.
  t.equal(checkCharacterOf('27AAPFU0939F1Z'), 'V');
  t.equal(stateOf('27AAPFU0939F1ZV'), '27');
});

t.test(
  'gstin: any one character that is wrong, and two that changed places, are seen',
  async (t) => {
    for (const gstin of PUBLISHED) {
      for (const [at, right] of [...gstin].entries()) {
        for (const wrong of CHARACTERS.replace(right, '')) {
          const typo = gstin.slice(0, at) + wrong + gstin.slice(at + 1);
          if (isChecked(typo)) t.fail(`${gstin} as ${typo}`);
        }
      }
    }
    t.notOk(isChecked('72AAPFU0939F1ZV'));
    t.notOk(isChecked('27AAPFU9039F1ZV'));
    t.notOk(isChecked('27AAPFU0939FZ1V'));
  },
);

t.test('gstin: what is not of its form is none', async (t) => {
  for (const wrong of [
    '',
    '27AAPFU0939F1Z',
    '27AAPFU0939F1ZVV',
    '27aapfu0939f1zv',
    '00AAPFU0939F1ZV',
    '39AAPFU0939F1ZV',
    '27AAPF10939F1ZV',
    '27AAPFU09X9F1ZV',
    '27AAPFU09391 1ZV',
    '27AAPFU0939F0ZV',
    '27AAPFU0939F1ZV\n',
  ]) {
    t.notOk(Value.Check(Gstin, wrong), JSON.stringify(wrong));
  }
  t.ok(Value.Check(Gstin, '97AAPFU0939F1ZV'), 'other territory');
});

t.test('fssai: fourteen digits', async (t) => {
  t.ok(Value.Check(FssaiNumber, '11221334000457'));
  for (const wrong of ['1122133400045', '112213340004571', '1122133400045A', ''])
    t.notOk(Value.Check(FssaiNumber, wrong), wrong);
});
