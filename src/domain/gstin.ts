/** The values of characters, in order: 0 to 35. */
const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const BASE = CHARACTERS.length;

/** Digits of the state code that a GSTIN begins with. */
const STATE_DIGITS = 2;

/**
 * The last character that the others of a GSTIN ask for. Rule 10(1) of the CGST Rules, 2017
 * composes the number: two characters for the state code, ten for the PAN, two for the entity code,
 * and one checksum character. How that one is made is the GST Network's: Luhn's rule in base 36
 * from the left. Every second value is doubled, the two digits (base 36) of each product are added
 * up, and the check brings their sum to a multiple of 36. So it tells of any one character that is
 * wrong.
 * @param stem the fourteen characters before it: digits and capital letters
 */
export function checkCharacterOf(stem: string): string {
  let sum = 0;
  for (const [at, character] of [...stem].entries()) {
    const product = CHARACTERS.indexOf(character) * (at % 2 === 0 ? 1 : 2);
    sum += Math.floor(product / BASE) + (product % BASE);
  }
  return CHARACTERS.charAt((BASE - (sum % BASE)) % BASE);
}

/** Whether the check character is right. @param gstin of the form that its schema asks for */
export function isChecked(gstin: string): boolean {
  return gstin.endsWith(checkCharacterOf(gstin.slice(0, -1)));
}

/** GST code of the state that gave the number: 29 is Karnataka. */
export function stateOf(gstin: string): string {
  return gstin.slice(0, STATE_DIGITS);
}
