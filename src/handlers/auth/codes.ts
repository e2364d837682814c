import type { Tokens } from './tokens.js';

/** Nothing that looks like something else: no 0 and O, no 1, I and L, no U and V side by side. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;

/**
 * A device's pairing code of that number, as XXXX-XXXX. It follows from the server's secret, so that a repeat of
 * the command gives the same code and it is stored nowhere. One in 650,000,000,000.
 */
export function pairingCode(tokens: Tokens, deviceId: string, number: number): string {
  const seal = tokens.sealed('code', `${deviceId} ${number}`);
  let rest = BigInt(`0x${Buffer.from(seal, 'base64url').toString('hex')}`);
  let code = '';
  for (let i = 0; i < LENGTH; i++) {
    code += ALPHABET.charAt(Number(rest % BigInt(ALPHABET.length)));
    rest /= BigInt(ALPHABET.length);
  }
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** Under what a code is known in the store, however somebody types it. */
export function codeId(tokens: Tokens, code: string): string {
  return tokens.sealed('codeId', code.toUpperCase().replaceAll(/[^0-9A-Z]/g, ''));
}
