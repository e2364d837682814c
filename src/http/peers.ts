import { BlockList, isIP, isIPv4, SocketAddress } from 'node:net';

/** How an IPv4-mapped IPv6 address begins, in all its spellings; few others begin so. */
const MAPPED = /^[0:]+:ffff:/i;
const PREFIX = '::ffff:';

/** Tells where a request comes from. */
export class Peers {
  readonly #trusted = new BlockList();
  readonly #unix: boolean;

  /**
   * @param trustedProxies addresses, subnets (`10.0.0.0/8`) and `unix` for unix sockets: peers whose
   * `X-Forwarded-For` is believed, and of it only the last hop, which is the one they saw themselves.
   */
  constructor(trustedProxies: readonly string[]) {
    this.#unix = trustedProxies.includes('unix');
    for (const proxy of trustedProxies) {
      if (proxy === 'unix') continue;
      const [address = '', prefix] = proxy.split('/');
      if (isIP(address) === 0) throw new Error(`${proxy} is neither an address nor a subnet`);
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      if (prefix === undefined) this.#trusted.addAddress(address, family);
      else this.#trusted.addSubnet(address, Number(prefix), family);
    }
  }

  /** @param peer as uWebSockets names it: empty for a unix socket. */
  addressOf(peer: string, forwardedFor: string): string {
    const address = plain(peer);
    if (forwardedFor === '' || !this.#trusts(address)) return address;
    const hop = forwardedFor.slice(forwardedFor.lastIndexOf(',') + 1).trim();
    return isIP(hop) === 0 ? address : plain(hop);
  }

  #trusts(address: string): boolean {
    if (address === '') return this.#unix;
    return this.#trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
}

export function isLoopback(peer: string): boolean {
  const address = plain(peer);
  return address.startsWith('127.') || /^(0{1,4}:){7}0{0,3}1$/.test(address) || address === '::1';
}

/** An IPv4 peer of a socket that listens on IPv6, here or at a proxy, is named like any IPv4 address. */
function plain(address: string): string {
  if (!MAPPED.test(address)) return address;
  const short = new SocketAddress({ address, family: 'ipv6' }).address;
  const four = short.startsWith(PREFIX) ? short.slice(PREFIX.length) : '';
  return isIPv4(four) ? four : address;
}
