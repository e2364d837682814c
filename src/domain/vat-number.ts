/** Of the seven digits of a British number before its last two. */
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2];
const MODULUS = 97;
/** What numbers given out since November 2009 add to the sum of the others. */
const SINCE_2009 = 55;

/** The form of the tax registration number that the Federal Tax Authority gives. */
const EMIRATES = /^100\d{12}$/;
const BRITAIN = /^(?:GB)?(\d{7})(\d{2})$/;

/**
 * Whether it is a number under which a seller of the country charges VAT. The Emirates say nothing
 * of a check in theirs; in a British one the last two digits bring the weighted sum of the others to
 * a multiple of 97, with 55 added or without (HMRC, VAT Traders Manual, "VRN validation").
 */
export function isVatNumber(number: string, country: 'AE' | 'GB'): boolean {
  if (country === 'AE') return EMIRATES.test(number);
  const [, stem = '', check = ''] = BRITAIN.exec(number) ?? [];
  if (stem === '') return false;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(stem[at]), 0);
  return [0, SINCE_2009].some((more) => (sum + more + Number(check)) % MODULUS === 0);
}
