import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stdout } from 'node:process';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { browserPath, NO_BROWSER, startBrowser } from '../browser.js';
import { person } from '../evening.js';
import type { House } from '../house.js';
import { inFewColours } from './png.js';

/** What a page of the README may weigh; bytes. */
const MOST_BYTES = 200_000;

export interface Look {
  width: number;
  height: number;
  scheme?: 'light' | 'dark';
  /** There is no finer pointer than a finger. */
  touch?: boolean;
}

/** There is no browser to look with; the message is one line. */
export class NoBrowser extends Error {}

/** A browser that looks at the pages of a restaurant and keeps what it sees. */
export class Studio {
  readonly #browser: Browser;
  readonly #folder: string;
  readonly #url: string;
  readonly house: House;

  private constructor(browser: Browser, folder: string, url: string, house: House) {
    this.#browser = browser;
    this.#folder = folder;
    this.#url = url;
    this.house = house;
  }

  /** @throws NoBrowser */
  static needBrowser(): void {
    if (browserPath === null) throw new NoBrowser(NO_BROWSER);
  }

  /** @param folder where the pictures go */
  static async open(folder: string, url: string, house: House): Promise<Studio> {
    await mkdir(folder, { recursive: true });
    return new Studio(await startBrowser(), folder, url, house);
  }

  /** A page on a device that the office has added and that was paired by its code. */
  async device(kind: 'pos' | 'kds', name: string, look: Look): Promise<Page> {
    const { house } = this;
    const body = { name, kind };
    const { code } = (await house.post(house.outlet, '/devices', body, randomUUID())) as {
      code: string;
    };
    const page = await this.#page(look);
    await page.goto(`${this.#url}/${kind}`);
    await page.getByRole('button', { name: 'Pair with a code' }).click();
    await page.getByLabel('Code').fill(code);
    await page.getByRole('button', { name: 'Pair', exact: true }).click();
    return page;
  }

  /** The till, with somebody of the demo who came in by PIN. */
  async till(who: 'waiter' | 'cashier', look: Look): Promise<Page> {
    const { name, pin } = person(who);
    const page = await this.device('pos', `Till of ${name}`, look);
    await page.getByRole('button', { name }).click();
    await page.getByRole('group', { name: `PIN of ${name}` }).waitFor();
    await page.keyboard.type(pin);
    await page.getByRole('button', { name: 'Enter', exact: true }).click();
    await page.getByRole('heading', { name: 'Hall' }).waitFor();
    return page;
  }

  /** The back office, as its owner sees it. */
  async office(look: Look): Promise<Page> {
    const { email, password } = person('owner');
    const page = await this.#page(look);
    await page.goto(`${this.#url}/admin`);
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name: 'Annapurna Indiranagar' }).click();
    return page;
  }

  /** Keeps what the page shows once it is proven current. @throws Error when that weighs too much */
  async keep(page: Page, name: string): Promise<void> {
    await page.locator('.connection[data-state=current]').waitFor();
    await page.evaluate('document.fonts.ready.then(() => true)');
    // What the pointer is on looks otherwise.
    await page.mouse.move(0, 0);
    const picture = inFewColours(await page.screenshot({ animations: 'disabled' }));
    if (picture.length > MOST_BYTES) {
      throw new Error(`${name} weighs ${picture.length} bytes of ${MOST_BYTES}: make it smaller`);
    }
    await writeFile(join(this.#folder, `${name}.png`), picture);
    stdout.write(`${name}.png: ${Math.ceil(picture.length / 1024)} KB\n`);
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  async #page({ width, height, scheme = 'light', touch = false }: Look): Promise<Page> {
    const options: BrowserContextOptions = {
      viewport: { width, height },
      deviceScaleFactor: 1,
      colorScheme: scheme,
      hasTouch: touch,
      locale: 'en-IN',
      reducedMotion: 'reduce',
      // The files that it would keep are of no use to anybody.
      serviceWorkers: 'block',
    };
    return await (await this.#browser.newContext(options)).newPage();
  }
}
