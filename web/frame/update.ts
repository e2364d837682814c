import { t } from '../state/words.js';
import { toast } from '../ui/toast.js';
import { BUILD, dropFiles, holdFiles } from './build.js';
import { isCalm } from './calm.js';
import { keepForOffline } from './offline.js';

/** How often a page looks whether there is another build: a kitchen's screen stays open for months; ms. */
const LOOK_EVERY_MS = 600_000;
/** Those who come back after a restart look within so long, and not all at the same moment; ms. */
const LOOK_WITHIN_MS = 5_000;
/** A build that did not arrive whole is asked for again after so long; ms. */
const ONCE_MORE_MS = 30_000;
/** How often it is looked whether the moment is calm, while another build waits; ms. */
const CALM_EVERY_MS = 5_000;
/** The build for which this tab opened its page anew: it never does so twice in a row for the same. */
const OPENED_FOR = 'kotd.openedFor';

/** Another build than this page's, of which nothing is missing: opening the page anew is all that is left to do. */
let newer: string | null = null;
let offered = false;
let look: () => Promise<void> = async () => {};
let planned: ReturnType<typeof setTimeout> | undefined;

/** Learns of other builds, and goes over to one when it suits whoever works here. Called once. */
export async function followBuilds(): Promise<void> {
  if (BUILD === null) return;
  holdFiles();
  addEventListener('vite:preloadError', () => offer(t('update.part')));
  const registration = await keepForOffline();
  if (registration) listen(registration);
  look = registration ? () => ask(registration) : askServer;
  addEventListener('online', lookSoon);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) lookSoon();
  });
  setInterval(lookSoon, LOOK_EVERY_MS);
  lookSoon();
}

/** The server may be another one than before: it was away, or the page has just been opened. */
export function lookSoon(): void {
  lookIn(Math.random() * LOOK_WITHIN_MS);
}

function lookIn(ms: number): void {
  clearTimeout(planned);
  planned = setTimeout(() => void look(), ms);
}

/** The service worker fetches a build, and says which one it has when all of it is there. */
function listen(registration: ServiceWorkerRegistration): void {
  navigator.serviceWorker.onmessage = ({ data }: MessageEvent<{ build: string }>) => {
    learn(data.build);
  };
  registration.onupdatefound = () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'redundant') lookIn(ONCE_MORE_MS);
    });
  };
}

async function ask(registration: ServiceWorkerRegistration): Promise<void> {
  registration.active?.postMessage('which build?');
  // It fails while the server is away, which the page says elsewhere.
  await registration.update().catch(() => undefined);
}

/** Where a browser keeps nothing, the page that the server would send now tells. */
async function askServer(): Promise<void> {
  const html = await fetch(location.pathname).then(
    (answer) => (answer.ok ? answer.text() : ''),
    () => '',
  );
  const build = /<html [^>]*data-build="(\w+)"/.exec(html)?.[1];
  if (build !== undefined) learn(build);
}

function learn(build: string): void {
  newer = build === BUILD || build === openedFor() ? null : build;
  if (newer === null) return;
  if (isCalm()) void goOver();
  else if (!offered) {
    offered = true;
    offer(t('update.ready'));
    setInterval(() => {
      if (newer !== null && isCalm()) void goOver();
    }, CALM_EVERY_MS);
  }
}

/** Half-taken orders and the outbox lie on the device: whoever wants to may at any moment. */
function offer(text: string): void {
  toast({ text, stays: true, action: { text: t('update.open'), run: () => void goOver() } });
}

async function goOver(): Promise<void> {
  if (newer !== null) {
    keepOpenedFor(newer);
    await dropFiles();
  }
  location.reload();
}

function openedFor(): string | null {
  try {
    return sessionStorage.getItem(OPENED_FOR);
  } catch {
    return null;
  }
}

function keepOpenedFor(build: string): void {
  try {
    sessionStorage.setItem(OPENED_FOR, build);
  } catch {
    // Only the guard is missing then.
  }
}
