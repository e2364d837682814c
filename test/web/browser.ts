import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import tap, { type Test } from 'tap';
import { browserPath, NO_BROWSER, startBrowser } from '../../demo/browser.js';
import { Api } from '../api.js';
import { Kotd } from '../kotd.js';

const { CI } = process.env;
/** Milliseconds that anything on a page may take to be there, on a machine that is busy with other tests. */
const PATIENCE_MS = 20_000;

/**
 * A test clicks on what has just come up where its last click was sooner than a finger could, and pages take that for
 * the other half of a double tap (web/ui/second-tap.ts). To them, whoever has touched a key since has looked.
 */
const LOOK = `addEventListener('pointerdown', () => {
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Unidentified' }));
}, true)`;

/** A page that asks who the server is goes on without the answer after 1.5 s (web/state/server.ts): here it is busy. */
const PATIENT = 'AbortSignal.timeout = () => new AbortController().signal';

/** For tap's `skip` of tests that look at a page. Under CI a missing browser is a failure. */
export const noBrowser = browserPath !== null || CI === 'true' ? false : NO_BROWSER;

/** Sizes that pages are looked at in. */
export const SIZES = {
  desk: { width: 1280, height: 800 },
  tablet: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 },
} as const;

export interface PageOptions {
  size?: keyof typeof SIZES;
  scheme?: 'light' | 'dark';
  /** What the browser says it speaks, such as hi-IN. */
  locale?: string;
  /** Shares what the browser keeps with the other pages of this context: tabs of one browser. */
  context?: BrowserContext;
  /** Whether pages may be kept for when the server is away. Off, unless the test is about it: a page of before would come back. */
  offline?: boolean;
  reducedMotion?: BrowserContextOptions['reducedMotion'];
  /** Taps may be double taps. Else a test looks before each, however fast it is: see `LOOK`. */
  doubleTaps?: boolean;
}

/** A kotd with the demo restaurant, and a browser to look at its pages with. */
export interface Web {
  kotd: Kotd;
  url: string;
  api: Api;
  browser: Browser;
  /** A window with nothing kept from others. What it complains of fails the test. */
  page(options?: PageOptions): Promise<Page>;
  /** Complaints that a test provokes, such as a failed load while the server is away. */
  expected: RegExp[];
}

/**
 * A test with a kotd and a browser of its own; a file has one, and subtests in it. It fails if a page
 * complained: an error on the console is a defect, and a breach of the pages' policy is told there too.
 */
export function webTest(
  name: string,
  body: (t: Test, web: Web) => Promise<void>,
  settings: Record<string, string> = {},
  server?: string,
): void {
  tap.test(name, { skip: noBrowser }, async (t) => {
    const kotd = await Kotd.start({ KOTD_DEMO: '1', ...settings }, undefined, [], server);
    t.teardown(() => kotd.remove());
    const browser = await startBrowser();
    t.teardown(() => browser.close());
    const expected: RegExp[] = [];
    const complaints: string[] = [];
    const page = async (options: PageOptions = {}) => {
      const context = options.context ?? (await browser.newContext(contextOf(options)));
      const opened = await context.newPage();
      opened.setDefaultTimeout(PATIENCE_MS);
      if (!options.doubleTaps) await opened.addInitScript(LOOK);
      await opened.addInitScript(PATIENT);
      listen(opened, complaints);
      return opened;
    };
    await body(t, { kotd, url: kotd.url, api: new Api(kotd.url), browser, page, expected });
    t.same(
      complaints.filter((text) => !expected.some((each) => each.test(text))),
      [],
      'no page complained',
    );
  });
}

function contextOf({
  size = 'desk',
  scheme,
  locale = 'en-IN',
  offline,
  reducedMotion,
}: PageOptions) {
  const context: BrowserContextOptions = {
    viewport: SIZES[size],
    locale,
    hasTouch: size !== 'desk',
    serviceWorkers: offline ? 'allow' : 'block',
  };
  if (scheme) context.colorScheme = scheme;
  if (reducedMotion) context.reducedMotion = reducedMotion;
  return context;
}

function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.stack}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`);
  });
}

const axe = () =>
  readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  id: string;
  impact: string;
  help: string;
  nodes: { html: string; failureSummary: string }[];
}

/** Holds what is on the screen against the rules of axe: nothing serious or critical. */
export async function accessible(t: Test, page: Page, what: string): Promise<void> {
  // What fades in has no contrast yet.
  await page.evaluate('Promise.allSettled(document.getAnimations().map((each) => each.finished))');
  // Through the debugger, since the pages' policy lets no other script in.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe());
  const found = await page.evaluate(
    'axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations)',
  );
  const grave = (found as Finding[]).filter(({ impact }) => /serious|critical/.test(impact));
  t.same(
    grave.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html)}`),
    [],
    what,
  );
}

/** Signs in to a page with e-mail and password, and goes to the first outlet. */
export async function signIn(
  page: Page,
  url: string,
  [email, password]: readonly [string, string] = ['owner@demo.kotd', 'demo-owner'],
): Promise<void> {
  await page.goto(url);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const inside = page.locator('.shell');
  const choice = page.getByRole('heading', { name: 'Which outlet?' });
  await inside.or(choice).waitFor();
  if (await choice.isVisible()) {
    await page.getByRole('button', { name: 'Annapurna Indiranagar' }).click();
  }
  await inside.waitFor();
}
