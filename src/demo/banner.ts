import { DEMO_LOGINS } from './restaurant.js';

/** Where `npm run demo` looks unless it is told. */
const DEFAULT_URL = 'http://127.0.0.1:8080';

/**
 * What whoever starts kotd reads first.
 * @param url such as http://127.0.0.1:8080
 * @param has.pages the files of the pages, none where they were not built
 * @param has.demo whether the demo organization is in the store
 */
export function banner(
  url: string,
  has: { pages: readonly { path: string; page: boolean }[]; demo: boolean },
): string[] {
  const row = (what: string, where: string, more: string) =>
    `  ${what.padEnd(8)} ${where.padEnd(34)} ${more}`;
  const pages = has.pages.filter(({ page }) => page).map(({ path }) => path);
  return [
    `kotd listens on ${url}`,
    pages.length > 0
      ? row('pages', url, pages.join('  '))
      : row('pages', 'none', 'they were not built: npm run build'),
    row('REST', `${url}/api/v1`, `described in ${url}/api/v1/openapi.json`),
    row('socket', `${url.replace(/^http/, 'ws')}/ws`, `described in ${url}/api/v1/asyncapi.json`),
    row('health', `${url}/health/ready`, `metrics ${url}/metrics`),
    ...(has.demo ? demoLines(url) : []),
  ];
}

function demoLines(url: string): string[] {
  const logins = DEMO_LOGINS.map(
    ({ role, email, password, pin }) =>
      `  ${role.padEnd(8)} ${email.padEnd(20)} ${password.padEnd(14)} ${pin}`,
  );
  const dinner = `npm run demo${url === DEFAULT_URL ? '' : ` -- --server ${url}`}`;
  return [
    '',
    'Demo restaurant "Annapurna", to log in as (last: the PIN, on a paired device):',
    ...logins,
    '',
    `Try first: ${dinner} (in a second terminal) plays a dinner; the README has a tour with curl.`,
    'Ctrl-C stops.',
  ];
}
