import { isIPv6 } from 'node:net';
import type { Draw } from './lease.js';
import type { LimitedCall } from './limits.js';

/** The settings of these names: requests per minute, 0 = off. */
export interface Rates {
  readonly rateAuth: number;
  readonly rateAddress: number;
  readonly rateOrders: number;
  readonly rateOther: number;
  /** For each outlet of the organization. */
  readonly rateOutlet: number;
}

const RATE_OF = { auth: 'rateAuth', orders: 'rateOrders', other: 'rateOther' } as const;

/** An e-mail address has at most 254 characters; what is longer is no account. */
const MAX_ACCOUNT = 254;

/**
 * Which budgets a call draws on (design §9), always in this order; empty where all are off.
 * @param outlets how many the caller's organization has
 */
export function budgetsOf(call: LimitedCall, rates: Rates, outlets: number): Draw[] {
  const { principal, account } = call;
  const draws: Draw[] = [];
  const draw = (name: string, whose: string, limit: number) => {
    if (limit > 0) draws.push({ name, key: `${name}/${whose}`, limit });
  };
  if (principal) {
    draw(call.class, principal.staffId, rates[RATE_OF[call.class]]);
    draw('outlet', principal.organizationId, rates.rateOutlet * Math.max(1, outlets));
  } else {
    draw('address', networkOf(call.address), rates.rateAddress);
    if (account !== null)
      draw('auth', account.trim().toLowerCase().slice(0, MAX_ACCOUNT), rates.rateAuth);
  }
  return draws;
}

/** Whoever has one IPv6 address has the whole /64 network: it counts as one. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const rest = tail === '' ? [] : tail.split(':');
    while (groups.length + rest.length < 8) groups.push('0');
  }
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
