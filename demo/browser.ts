import { type Browser, chromium } from 'playwright-core';
import { findProgram } from '../fleet/find.js';

/** The first is Debian's without the parts of a desktop: a page takes two thirds of the time. */
const PROGRAMS = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

/** Of the browser; null where there is none. */
export const browserPath = PROGRAMS.map(findProgram).find((found) => found !== null) ?? null;

export const NO_BROWSER = 'no chromium on the PATH (apt-get install chromium-headless-shell)';

/** A browser that shows no window, with these flags besides those that all have. */
export function startBrowser(...flags: string[]): Promise<Browser> {
  return chromium.launch({
    ...(browserPath === null ? {} : { executablePath: browserPath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', ...flags],
  });
}
