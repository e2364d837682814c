import t from 'tap';
import { isLoopback, Peers } from '../../src/http/peers.js';

const six = '2001:0db8:0000:0000:0000:0000:0000:0001';
const mapped = '0000:0000:0000:0000:0000:ffff:0a00:0001';

t.test('peers: table of peers, trust and hops', async (t) => {
  const rows: [trusted: string[], peer: string, forwarded: string, address: string][] = [
    [[], '1.2.3.4', '', '1.2.3.4'],
    [[], six, '9.9.9.9', six],
    [[], mapped, '', '10.0.0.1'],
    [['10.0.0.1'], mapped, '9.9.9.9', '9.9.9.9'],
    [['10.0.0.0/24'], '10.0.0.255', ' 9.9.9.9 ', '9.9.9.9'],
    [['10.0.0.0/24'], '10.0.1.0', '9.9.9.9', '10.0.1.0'],
    [['2001:db8::/32'], six, '::5', '::5'],
    [['unix'], '', '::ffff:203.0.113.7', '203.0.113.7'],
    [['unix'], '', '::FFFF:cb00:7107', '203.0.113.7'],
    [['unix'], '', '0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
    [['unix'], '', '0000:0000:0000:0000:0000:ffff:cb00:7107', '203.0.113.7'],
    [['unix'], '', '::ffff:1', '::ffff:1'],
    [['unix'], '', '::ffff:0:1.2.3.4', '::ffff:0:1.2.3.4'],
    [['unix'], '', '9.9.9.9', '9.9.9.9'],
    [[], '', '9.9.9.9', ''],
    [['unix'], '', 'a, ', ''],
  ];
  for (const [trusted, peer, forwarded, address] of rows) {
    const name = `${trusted} trusted: ${peer} says ${forwarded}`;
    t.equal(new Peers(trusted).addressOf(peer, forwarded), address, name);
  }
});

t.test('loopback: IPv4, IPv6 and mapped', async (t) => {
  const own = ['127.0.0.1', '127.9.9.9', '::1', '0000:0000:0000:0000:0000:0000:0000:0001'];
  for (const peer of [...own, '0000:0000:0000:0000:0000:ffff:7f00:0001'])
    t.ok(isLoopback(peer), peer);
  for (const peer of ['1.2.3.4', six, mapped, '', '0000:0000:0000:0000:0000:0000:0000:0011']) {
    t.notOk(isLoopback(peer), peer);
  }
});
