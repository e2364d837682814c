/** What an outlet has that the examples of a template can name. */
export interface TemplateNames {
  /** Of the two examples, and of the category they are in. */
  dishes: readonly [string, string];
  category: string;
  taxClass: string;
  station: string;
}

/**
 * A menu file to begin with: every column, and two dishes that this outlet could have. Nothing in it
 * is on a menu already: what somebody forgets to take out changes no dish.
 */
export function templateOf({ dishes, category, taxClass, station }: TemplateNames): string {
  const [plain, rich] = dishes;
  const rows: readonly Readonly<Record<string, string>>[] = [
    { name: plain, price: '40.00', category, tax_class: taxClass, food: 'veg', available: 'yes' },
    {
      ...{ name: rich, price: '320.00', category, tax_class: taxClass, food: 'veg' },
      stations: station.replace(/[\\|=;:,@]/g, '\\$&'),
      variants: 'Half=180.00|Full=320.00',
      modifiers: 'Spice 0-1: Mild=0|Hot=0',
      available: 'yes',
    },
  ];
  const lines = rows.map((row) => COLUMNS.map((column) => cellOf(row[column] ?? '')).join());
  return `${[COLUMNS.join(), ...lines].join('\r\n')}\r\n`;
}

const COLUMNS = [
  ...['name', 'price', 'category', 'tax_class', 'food', 'stations', 'variants', 'modifiers'],
  ...['code', 'hsn', 'available', 'position'],
];

function cellOf(text: string): string {
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
