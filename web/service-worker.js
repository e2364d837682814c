// Lets the pages open while the server is away: a till that is cut off survives a reload. It keeps the
// files of one build and answers nothing else: what the API says is never kept here, and so never old.
// build.js writes two constants above this text: VERSION, and FILES, the paths of that build.

const CACHE = `kotd-${VERSION}`;
/** How long a page is waited for when the network hangs instead of failing; ms. */
const PATIENCE_MS = 3_000;
const known = new Set(FILES);

addEventListener('install', (event) => event.waitUntil(keep()));
addEventListener('activate', (event) => event.waitUntil(takeOver()));
addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || !known.has(pathname)) return;
  event.respondWith(request.mode === 'navigate' ? page(request, pathname) : file(pathname));
});

/** All of them or none: with half a build no page would open. The one before stays until this one is whole. */
async function keep() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
  await skipWaiting();
}

/** Open pages have loaded all their code at their start: they miss nothing of the build before. */
async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await clients.claim();
}

/** The newest there is: from the server, or what is kept where it does not answer, or not well. */
async function page(request, pathname) {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.status < 500) return answer;
    return (await kept(pathname)) ?? answer;
  } catch (error) {
    const found = await kept(pathname);
    if (found) return found;
    throw error;
  }
}

/** A path of this build is always the same bytes. */
async function file(pathname) {
  return (await kept(pathname)) ?? fetch(pathname);
}

async function kept(pathname) {
  const cache = await caches.open(CACHE);
  return cache.match(pathname);
}
