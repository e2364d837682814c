import { seeded } from '../chance.js';
import type { House } from '../house.js';
import type { Restaurant } from './restaurant.js';
import { Shift } from './shift.js';

const [TODAY, WEEK_BEFORE] = ['2026-11-20', '2026-11-13'];
/** The pictures are taken then: a Friday, with the dinner in full swing. */
const NOW = '20:45';
const [RAVI, SANA, JOSEPH] = [0, 1, 2];

/** Tables that came, ate and paid, by the hour at which they did. */
const PAID: readonly (readonly [date: string, time: string, tables: number])[] = [
  [WEEK_BEFORE, '12:50', 4],
  [WEEK_BEFORE, '13:40', 5],
  [WEEK_BEFORE, '19:30', 6],
  [WEEK_BEFORE, '20:40', 7],
  [WEEK_BEFORE, '21:50', 3],
  [TODAY, '12:35', 3],
  [TODAY, '13:20', 7],
  [TODAY, '14:25', 3],
  [TODAY, '18:40', 2],
  [TODAY, '19:25', 6],
  [TODAY, '20:05', 4],
];

/** Of those who sit there when the pictures are taken: what they did, and when. */
const DINNER: readonly (readonly [time: string, play: (shift: Shift) => Promise<void>])[] = [
  [
    '19:48',
    async (shift) => {
      await shift.seat('T1', RAVI, 4, [
        [2, 'Paneer Tikka', { size: 'Full', with: ['Medium'] }],
        [1, 'Butter Chicken', { size: 'Full' }],
        [1, 'Dal Makhani', { size: 'Full' }],
        [6, 'Naan', { with: ['Butter'] }],
        [1, 'Chicken Biryani', { size: 'Full', with: ['Raita'] }],
        [4, 'Sweet Lassi'],
      ]);
      await shift.seat('T14', SANA, 2, [
        [2, 'Pani Puri (6)'],
        [1, 'Chilli Paneer'],
        [2, 'Masala Chai'],
      ]);
      await shift.seat('T20', JOSEPH, 8, [
        [8, 'Banquet Thali'],
        [8, 'Buttermilk'],
      ]);
      for (const table of ['T1', 'T14', 'T20']) await shift.cook(table, 'served');
      await shift.seat('T10', SANA, 2, [
        [1, 'Kadai Vegetables'],
        [4, 'Tandoori Roti'],
      ]);
      await shift.cancel('T10', 'Guests left');
    },
  ],
  [
    '20:10',
    async (shift) => {
      await shift.seat('T4', RAVI, 4, [
        [2, 'Hara Bhara Kebab', { course: 1 }],
        [2, 'Sweet Lassi'],
      ]);
      await shift.seat('T17', JOSEPH, 2, [
        [2, 'Egg Curry'],
        [4, 'Tandoori Roti'],
        [1, 'Jeera Rice'],
      ]);
      await shift.cook('T4', 'served');
      await shift.cook('T17', 'served');
    },
  ],
  [
    '20:21',
    async (shift) => {
      await shift.seat('T9', SANA, 3, [
        [1, 'Tandoori Chicken', { size: 'Full', with: ['Hot'] }],
        [3, 'Lachha Paratha'],
        [1, 'Mutton Rogan Josh', { note: 'well done' }],
        [1, 'Jeera Rice'],
        [3, 'Fresh Lime Soda', { with: ['Less sugar'] }],
      ]);
      await shift.cook('T9', 'served', 'Fresh Lime Soda', 'Jeera Rice');
      await shift.cook('T9', 'started', 'Tandoori Chicken', 'Mutton Rogan Josh');
    },
  ],
  [
    '20:32',
    async (shift) => {
      await shift.seat('T11', RAVI, 4, [
        [4, 'Seekh Kebab', { with: ['Hot'], note: 'one without onion' }],
        [8, 'Tandoori Roti', { with: ['Butter'] }],
        [2, 'Dal Tadka', { size: 'Full' }],
        [1, 'Kadai Vegetables', { with: ['Mild'] }],
      ]);
      await shift.more('T4', [
        [2, 'Butter Chicken', { size: 'Full', course: 2 }],
        [1, 'Dal Makhani', { size: 'Full', course: 2 }],
        [6, 'Naan', { with: ['Butter'], course: 2 }],
        [1, 'Steamed Rice', { note: 'with the curry', course: 2 }],
      ]);
      await shift.seat('T19', JOSEPH, 7, [
        [1, 'Tandoori Platter'],
        [2, 'Chicken Biryani', { size: 'Full', with: ['Raita'] }],
        [2, 'Vegetable Biryani', { size: 'Full', with: ['Jain (no onion, no garlic)'] }],
        [7, 'Buttermilk'],
      ]);
      await shift.cook('T11', 'started', 'Seekh Kebab', 'Dal Tadka');
      await shift.cook('T19', 'served', 'Buttermilk');
      await shift.cook('T19', 'started', 'Chicken Biryani');
      await shift.cook('T4', 'served', 'Naan');
      await shift.cook('T4', 'ready', 'Dal Makhani');
      await shift.cook('T4', 'started', 'Butter Chicken');
    },
  ],
  [
    '20:37',
    async (shift) => {
      await shift.seat('T3', SANA, 4, [
        [1, 'Malai Broccoli'],
        [1, 'Fish Amritsari', { note: 'no lemon' }],
        [2, 'Kulcha'],
        [1, 'Palak Paneer', { with: ['Extra paneer'] }],
      ]);
      await shift.seat('T5', JOSEPH, 2, [
        [2, 'Naan', { with: ['Garlic'] }],
        [1, 'Paneer Butter Masala', { size: 'Half', with: ['Jain (no onion, no garlic)'] }],
        [2, 'Mango Lassi'],
      ]);
      await shift.seat('T6', RAVI, 3, [
        [1, 'Hara Bhara Kebab'],
        [3, 'Missi Roti'],
        [1, 'Chole Masala'],
      ]);
      await shift.takeAway('takeaway', SANA, [
        [2, 'Mutton Biryani', { size: 'Full' }],
        [2, 'Rasmalai (2)'],
      ]);
      await shift.rather('T11', 'Kadai Vegetables', 3);
      await shift.cook('T3', 'ready');
      await shift.cook('T5', 'served', 'Mango Lassi');
      await shift.cook('T5', 'started', 'Paneer Butter Masala');
      await shift.bill('T14');
    },
  ],
  [
    '20:42',
    async (shift) => {
      await shift.move('T6', 'T7');
      await shift.rather('T5', 'Naan', 5);
      await shift.seat('T12', SANA, 4, [
        [2, 'Samosa (2)', { course: 1 }],
        [1, 'Seekh Kebab', { with: ['Medium'], course: 1, seat: 2 }],
        [3, 'Kulcha', { course: 2 }],
        [2, 'Dal Makhani', { size: 'Half', course: 2 }],
      ]);
      await shift.takeAway('delivery', JOSEPH, [
        [1, 'Paneer Tikka', { size: 'Half', with: ['Mild'] }],
        [2, 'Lachha Paratha'],
        [1, 'Fish Curry', { with: ['Mild'] }],
      ]);
      const { id } = await shift.bill('T1');
      await shift.pay(id, { tender: 'upi', amount: 100_000, reference: '6034 2217' });
    },
  ],
  [
    '20:44',
    async (shift) => {
      await shift.seat('T15', JOSEPH, 2, [
        [2, 'Dahi Puri'],
        [1, 'Kulfi Falooda'],
        [2, 'Filter Coffee'],
      ]);
      await shift.hold('T2', RAVI, 2, [
        [1, 'Paneer Tikka', { size: 'Half' }],
        [2, 'Jaljeera'],
      ]);
      await shift.holdMore('T4', [[2, 'Rasmalai (2)']]);
    },
  ],
];

/** Plays a Friday, and what is needed of the one before it. Answers the house as it is open then. */
export async function play(restaurant: Restaurant, seed: number): Promise<House> {
  const chance = seeded(seed);
  const acts = [
    ...PAID.map(
      ([date, time, tables]) =>
        [date, time, (shift: Shift) => shift.rounds(tables, chance)] as const,
    ),
    ...DINNER.map(([time, act]) => [TODAY, time, act] as const),
  ];
  acts.sort((a, b) => instant(a[0], a[1]).localeCompare(instant(b[0], b[1])));
  for (const [date, time, act] of acts) {
    const shift = await Shift.begin(await restaurant.open(instant(date, time)));
    await act(shift);
    await shift.end();
    await restaurant.close();
  }
  return await restaurant.open(instant(TODAY, NOW), 2);
}

/** By the restaurant's clock. */
function instant(date: string, time: string): string {
  return `${date}T${time}:00+05:30`;
}
