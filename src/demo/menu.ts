import type { Food } from '../domain/shapes/menu.js';

/** The demo restaurant's menu. Prices in rupees, as a menu card prints them; the seed makes paise of them. */

export type DemoStation = 'Kitchen' | 'Tandoor' | 'Chaat & Fry' | 'Bar';
export type DemoChoice = 'spice' | 'breadExtras' | 'addOns' | 'milk' | 'ice';

export interface DemoItem {
  name: string;
  price: number;
  /** [name, price in rupees] */
  variants?: readonly (readonly [string, number])[];
  choices?: readonly DemoChoice[];
  /** GST 5 % on top unless said. */
  tax?: 'GST 5 %' | 'GST 18 %' | 'GST 5 % inclusive' | 'GST 18 % inclusive';
  stations?: readonly DemoStation[];
  /** Vegetarian unless said. */
  food?: Food;
}

/** What goes with an item: name, how many at least and at most, [name, price in rupees]. */
export const CHOICES: Readonly<
  Record<DemoChoice, readonly [string, number, number, readonly (readonly [string, number])[]]>
> = {
  spice: [
    'Spice',
    0,
    1,
    [
      ['Mild', 0],
      ['Medium', 0],
      ['Hot', 0],
      ['Jain (no onion, no garlic)', 0],
    ],
  ],
  breadExtras: [
    'Bread',
    0,
    2,
    [
      ['Butter', 10],
      ['Garlic', 20],
      ['Cheese', 35],
    ],
  ],
  addOns: [
    'Add',
    0,
    3,
    [
      ['Extra paneer', 60],
      ['Extra chicken', 80],
      ['Fried egg', 30],
      ['Raita', 40],
    ],
  ],
  milk: [
    'Milk',
    0,
    1,
    [
      ['Full cream', 0],
      ['Toned', 0],
      ['Oat', 40],
    ],
  ],
  ice: [
    'Ice and sugar',
    0,
    2,
    [
      ['No ice', 0],
      ['Less sugar', 0],
      ['No sugar', 0],
    ],
  ],
};

const half = (small: number, full: number) =>
  [
    ['Half', small],
    ['Full', full],
  ] as const;

interface DemoCategory {
  name: string;
  stations: readonly DemoStation[];
  items: readonly DemoItem[];
}

export const MENU: readonly DemoCategory[] = [
  {
    name: 'Chaat and small plates',
    stations: ['Chaat & Fry'],
    items: [
      { name: 'Pani Puri (6)', price: 90 },
      { name: 'Dahi Puri', price: 110 },
      { name: 'Aloo Tikki Chaat', price: 120, choices: ['spice'] },
      { name: 'Samosa (2)', price: 70 },
      { name: 'Onion Pakora', price: 130, choices: ['spice'] },
      { name: 'Gobi Manchurian', price: 190, choices: ['spice'] },
      { name: 'Chilli Paneer', price: 240, choices: ['spice', 'addOns'] },
      { name: 'Chicken 65', food: 'nonVeg', price: 260, choices: ['spice'] },
      { name: 'Prawn Koliwada', food: 'nonVeg', price: 340, choices: ['spice'] },
      { name: 'Masala Papad', price: 45.5 },
    ],
  },
  {
    name: 'From the tandoor',
    stations: ['Tandoor'],
    items: [
      { name: 'Paneer Tikka', price: 290, variants: half(180, 290), choices: ['spice'] },
      { name: 'Malai Broccoli', price: 280 },
      { name: 'Hara Bhara Kebab', price: 250 },
      {
        name: 'Tandoori Chicken',
        food: 'nonVeg',
        price: 480,
        variants: half(280, 480),
        choices: ['spice'],
      },
      { name: 'Chicken Malai Tikka', food: 'nonVeg', price: 340, variants: half(210, 340) },
      { name: 'Seekh Kebab', food: 'nonVeg', price: 360, choices: ['spice'] },
      { name: 'Fish Amritsari', food: 'nonVeg', price: 390 },
      { name: 'Tandoori Platter', food: 'nonVeg', price: 780, stations: ['Tandoor', 'Kitchen'] },
    ],
  },
  {
    name: 'Breads',
    stations: ['Tandoor'],
    items: [
      { name: 'Tandoori Roti', price: 25, choices: ['breadExtras'] },
      { name: 'Naan', price: 45, choices: ['breadExtras'] },
      { name: 'Lachha Paratha', price: 60, choices: ['breadExtras'] },
      { name: 'Kulcha', price: 70, choices: ['breadExtras'] },
      { name: 'Missi Roti', price: 55 },
    ],
  },
  {
    name: 'Curries',
    stations: ['Kitchen'],
    items: [
      { name: 'Dal Makhani', price: 260, variants: half(160, 260), choices: ['addOns'] },
      { name: 'Dal Tadka', price: 210, variants: half(130, 210), choices: ['spice'] },
      {
        name: 'Paneer Butter Masala',
        price: 310,
        variants: half(190, 310),
        choices: ['spice', 'addOns'],
      },
      { name: 'Palak Paneer', price: 290, choices: ['spice', 'addOns'] },
      { name: 'Kadai Vegetables', price: 270, choices: ['spice'] },
      { name: 'Baingan Bharta', price: 240, choices: ['spice'] },
      { name: 'Chole Masala', price: 220, choices: ['spice'] },
      {
        name: 'Butter Chicken',
        food: 'nonVeg',
        price: 390,
        variants: half(240, 390),
        choices: ['spice', 'addOns'],
      },
      { name: 'Chicken Chettinad', food: 'nonVeg', price: 380, choices: ['spice'] },
      { name: 'Mutton Rogan Josh', food: 'nonVeg', price: 460, choices: ['spice'] },
      { name: 'Fish Curry', food: 'nonVeg', price: 420, choices: ['spice'] },
      { name: 'Egg Curry', food: 'egg', price: 230, choices: ['spice'] },
    ],
  },
  {
    name: 'Rice and biryani',
    stations: ['Kitchen'],
    items: [
      { name: 'Steamed Rice', price: 120 },
      { name: 'Jeera Rice', price: 160 },
      {
        name: 'Vegetable Biryani',
        price: 280,
        variants: half(170, 280),
        choices: ['spice', 'addOns'],
      },
      {
        name: 'Chicken Biryani',
        food: 'nonVeg',
        price: 340,
        variants: half(210, 340),
        choices: ['spice', 'addOns'],
      },
      {
        name: 'Mutton Biryani',
        food: 'nonVeg',
        price: 430,
        variants: half(260, 430),
        choices: ['spice', 'addOns'],
      },
      { name: 'Curd Rice', price: 150 },
    ],
  },
  {
    name: 'Desserts',
    stations: ['Kitchen'],
    items: [
      { name: 'Gulab Jamun (2)', price: 110 },
      { name: 'Rasmalai (2)', price: 140 },
      { name: 'Gajar Halwa', price: 150 },
      { name: 'Kulfi Falooda', price: 170 },
      { name: 'Payasam', price: 120 },
    ],
  },
  {
    name: 'Drinks',
    stations: ['Bar'],
    items: [
      { name: 'Masala Chai', price: 45, choices: ['milk', 'ice'] },
      { name: 'Filter Coffee', price: 55, choices: ['milk', 'ice'] },
      { name: 'Sweet Lassi', price: 110 },
      { name: 'Mango Lassi', price: 140 },
      { name: 'Fresh Lime Soda', price: 95, choices: ['ice'] },
      { name: 'Jaljeera', price: 80, choices: ['ice'] },
      { name: 'Tender Coconut', price: 90 },
      { name: 'Buttermilk', price: 60 },
    ],
  },
  {
    name: 'Counter',
    stations: ['Bar'],
    items: [
      { name: 'Packaged Water 1 l', price: 20, tax: 'GST 5 % inclusive' },
      { name: 'Mithai Box 500 g', price: 449, tax: 'GST 5 % inclusive' },
      { name: 'Masala Peanuts', price: 99, tax: 'GST 18 % inclusive' },
    ],
  },
  {
    name: 'Banquet',
    stations: ['Kitchen'],
    items: [
      { name: 'Banquet Thali', price: 649, tax: 'GST 18 %', choices: ['spice'] },
      { name: 'Banquet Buffet', food: 'nonVeg', price: 1199, tax: 'GST 18 %' },
      { name: 'Banquet High Tea', price: 399, tax: 'GST 18 %', stations: ['Kitchen', 'Bar'] },
    ],
  },
];
