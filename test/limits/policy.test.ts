import t from 'tap';
import type { LimitedCall } from '../../src/limits/limits.js';
import { budgetsOf } from '../../src/limits/policy.js';

const RATES = { rateAuth: 10, rateAddress: 100, rateOrders: 200, rateOther: 150, rateOutlet: 1000 };
const OFF = { rateAuth: 0, rateAddress: 0, rateOrders: 0, rateOther: 0, rateOutlet: 0 };

const waiter = {
  staffId: 'asha',
  organizationId: 'annapurna',
  name: 'Asha',
  role: 'waiter' as const,
  outletIds: [],
  sessionId: 's',
  expiresAt: 0,
};

function call(given: Partial<LimitedCall>): LimitedCall {
  return { class: 'orders', principal: waiter, account: null, address: '10.0.0.7', ...given };
}

const cases: [string, LimitedCall, [string, number][]][] = [
  [
    'an order',
    call({}),
    [
      ['orders/asha', 200],
      ['outlet/annapurna', 3000],
    ],
  ],
  [
    'another call',
    call({ class: 'other' }),
    [
      ['other/asha', 150],
      ['outlet/annapurna', 3000],
    ],
  ],
  [
    'an authentication call of somebody known',
    call({ class: 'auth' }),
    [
      ['auth/asha', 10],
      ['outlet/annapurna', 3000],
    ],
  ],
  [
    'a login',
    call({ class: 'auth', principal: null, account: ' Owner@Demo.kotd ' }),
    [
      ['address/10.0.0.7', 100],
      ['auth/owner@demo.kotd', 10],
    ],
  ],
  ['a public call without an account', call({ principal: null }), [['address/10.0.0.7', 100]]],
];

for (const [what, given, expected] of cases) {
  t.test(`policy: ${what} draws on ${expected.map(([key]) => key).join(' and ')}`, async (t) => {
    const draws = budgetsOf(given, RATES, 3);
    t.same(
      draws.map(({ key, limit }) => [key, limit]),
      expected,
    );
    t.same(budgetsOf(given, OFF, 3), [], '0 is off');
  });
}

t.test('policy: an organization without a known outlet has the budget of one', async (t) => {
  t.match(budgetsOf(call({}), RATES, 0), [{}, { name: 'outlet', limit: 1000 }]);
});

t.test('policy: whoever has an IPv6 network is one address', async (t) => {
  const keyOf = (address: string) =>
    budgetsOf(call({ principal: null, address }), RATES, 1)[0]?.key;
  const network = 'address/2001:db8:0:7';
  t.equal(keyOf('2001:db8:0:7::1'), network);
  t.equal(keyOf('2001:0db8:0000:0007:ffff:ffff:ffff:ffff'), network);
  t.equal(keyOf('2001:db8:0:8::1'), 'address/2001:db8:0:8');
  t.equal(keyOf('::1'), 'address/0:0:0:0');
  t.equal(keyOf('fe80::'), 'address/fe80:0:0:0');
});
