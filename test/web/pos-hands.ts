import type { Page } from 'playwright-core';
import type { Bill } from '../../src/domain/shapes/bill.js';
import type { Order } from '../../src/domain/shapes/order.js';
import type { Ticket } from '../../src/domain/shapes/ticket.js';
import type { Wire } from '../chaos/wire.js';
import { until } from '../until.js';
import { type PageOptions, signIn, type Web } from './browser.js';
import type { House } from './kds-house.js';

/** What the office holds of an outlet, as a test looks it up behind the pages' back. */
export class Books {
  readonly #house: House;

  constructor(house: House) {
    this.#house = house;
  }

  async orders(): Promise<Order[]> {
    return (await this.#house.do<{ data: Order[] }>('GET', '/orders?limit=1000')).data;
  }

  /** The order that a table had last. */
  async orderAt(name: string): Promise<Order> {
    const table = this.#house.tables.find((one) => one.name === name);
    const order = (await this.orders()).filter(({ tableId }) => tableId === table?.id).at(-1);
    if (!order) throw new Error(`no order at ${name}`);
    return order;
  }

  async ticketsOf({ id }: Order): Promise<Ticket[]> {
    return (await this.#house.do<{ data: Ticket[] }>('GET', `/orders/${id}/tickets?limit=1000`))
      .data;
  }

  async billOf({ billId }: Order): Promise<Bill> {
    return await this.#house.do<Bill>('GET', `/bills/${billId}`);
  }
}

/** What an order has, as a waiter would read it out: names and portions. */
export function read({ lines }: Order): string[] {
  return lines.map(({ name, quantity }) => `${quantity} ${name}`);
}

/** Ends when all that a page has begun to keep is kept: a browser's writes to a store are done in their order. */
const KEPT = `indexedDB.databases().then((all) => Promise.all(all.map(({ name }) => new Promise((kept, lost) => {
  const opening = indexedDB.open(name);
  opening.onerror = lost;
  opening.onsuccess = () => {
    const writing = opening.result.transaction([...opening.result.objectStoreNames], 'readwrite');
    writing.onabort = lost;
    writing.oncomplete = () => {
      opening.result.close();
      kept();
    };
  };
})))).then(() => true)`;

/** Two hands at a till. */
export class Hands {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /**
   * Signs in as somebody of the demo.
   * @param url where the pages come from: through a wire, perhaps
   */
  static async of(
    web: Web,
    role: 'owner' | 'manager' | 'cashier' | 'waiter',
    options: PageOptions = {},
    url = web.url,
  ): Promise<Hands> {
    const page = await web.page(options);
    await signIn(page, `${url}/pos`, [`${role}@demo.kotd`, `demo-${role}`]);
    const hands = new Hands(page);
    await hands.atFloor();
    return hands;
  }

  /** Somebody is in already. */
  static at(page: Page): Hands {
    return new Hands(page);
  }

  async atFloor(): Promise<void> {
    await this.page.locator('.table-card').first().waitFor();
  }

  table(name: string) {
    const { page } = this;
    return page.locator('.table-card').filter({ has: page.getByText(name, { exact: true }) });
  }

  async open(table: string): Promise<void> {
    await this.table(table).click();
    await this.page.locator('.order, .bill').first().waitFor();
  }

  async toFloor(): Promise<void> {
    await this.page.getByRole('button', { name: 'Back to the tables' }).first().click();
    await this.atFloor();
  }

  /**
   * Types in the search of the menu, and Enter. What asks how it is wanted is taken as it comes.
   */
  async take(...typed: readonly string[]): Promise<void> {
    const { page } = this;
    const field = page.getByPlaceholder('Find: name, code, or 2 naan');
    for (const text of typed) {
      const before = await this.taken();
      await field.fill(text);
      await page.locator('.tile[data-first]').waitFor();
      await field.press('Enter');
      const sheet = page.locator('dialog');
      await until(async () => (await sheet.isVisible()) || (await this.taken()) > before, text);
      if (await sheet.isVisible()) {
        await page.keyboard.press('Enter');
        await sheet.waitFor({ state: 'detached' });
      }
    }
  }

  /** Portions that are being taken. */
  async taken(): Promise<number> {
    const counts = await this.page
      .locator('.row[data-kind="draft"] .row-count b')
      .allTextContents();
    return counts.reduce((sum, text) => sum + Number(text), 0);
  }

  async send(): Promise<void> {
    await this.page.getByRole('button', { name: /^Send \d+$/ }).click();
    await this.page.locator('.row[data-kind="draft"]').first().waitFor({ state: 'detached' });
  }

  /** As somebody would, not in the same instant as the last tap: what is not on the disk by then is lost. */
  async reload(): Promise<void> {
    await this.page.evaluate(KEPT);
    await this.page.reload();
  }

  /** The lines that the kitchen has, as this till shows them; or those of another kind. */
  async sent(kind: 'sent' | 'underWay' = 'sent'): Promise<string[]> {
    const rows = this.page.locator(`.row[data-kind="${kind}"]`);
    const [times, names] = await Promise.all([
      rows.locator('.row-times').allTextContents(),
      rows.locator('.line-name').allTextContents(),
    ]);
    return names.map((name, at) => `${times[at]} ${name}`);
  }

  /** Waits until the server has confirmed all that was done here. */
  async settled(): Promise<void> {
    await this.page.locator('.outbox-chip[data-tone="good"]').waitFor({ state: 'attached' });
  }

  /** The line is whole again, and the browser says so. */
  async back(wire: Wire): Promise<void> {
    wire.heal();
    await this.online();
  }

  /** As a browser says when its network is back: else a till waits up to half a minute to try. */
  async online(): Promise<void> {
    await this.page.evaluate("dispatchEvent(new Event('online'))");
  }

  /** What waits here, as the bar says. */
  async waiting(count: number): Promise<void> {
    await this.page.locator('.outbox-chip', { hasText: `${count} to send` }).waitFor();
  }

  row(name: string) {
    return this.page.locator('.row', { hasText: name }).locator('.row-main');
  }

  async choose(item: string): Promise<void> {
    await this.page.getByRole('button', { name: 'More to do with it' }).click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  /** Taps a chip. */
  async chip(name: string): Promise<void> {
    await this.page.getByLabel(name, { exact: true }).check();
  }

  /** Chooses who approves, and types their PIN. */
  async approve(person: string, pin: string): Promise<void> {
    const { page } = this;
    await page.getByRole('button', { name: person }).click();
    await page.getByText(`PIN of ${person}`).waitFor();
    await page.keyboard.type(pin);
    await page.keyboard.press('Enter');
  }
}
