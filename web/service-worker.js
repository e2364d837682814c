// Lets the pages open while the server is away: a till that is cut off survives a reload. It keeps the
// files of one build and answers nothing else: what the API says is never kept here, and so never old.
// A page always comes out of one whole build, whatever the server has by now; another build takes over when
// every file of it is here. finish.js writes two constants above this text: BUILD, the build's name, and
// FILES, its paths with the SHA-256 of what is there.

/** Open pages hold a lock of this name: see frame/build.ts. */
const nameOf = (build) => `kotd-${build}`;
const CACHE = nameOf(BUILD);
const OTHERS = /^kotd-/;
const files = new Map(FILES);

addEventListener('install', (event) => event.waitUntil(keep()));
addEventListener('activate', (event) => event.waitUntil(takeOver()));
addEventListener('message', ({ source }) => source?.postMessage({ build: BUILD }));
addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  // Parts of another build may be asked for by a page that is still of that build.
  if (!files.has(pathname) && !pathname.startsWith('/assets/')) return;
  event.respondWith(file(request, pathname));
});

/**
 * All of them or none: with half a build no page would open. While servers are replaced one by one each may
 * have another build, hence the check of every file's content. The build before stays until this one is whole.
 */
async function keep() {
  const was = await caches.has(CACHE);
  const cache = await caches.open(CACHE);
  const wanted = [...files].map(
    ([path, hash]) => new Request(path, { integrity: `sha256-${hash}`, cache: 'no-cache' }),
  );
  try {
    await cache.addAll(wanted);
  } catch (error) {
    if (!was) await caches.delete(CACHE);
    throw error;
  }
  await skipWaiting();
}

/** Open pages are told, and come over when it suits those who work at them. Until then they have their own files. */
async function takeOver() {
  await clients.claim();
  await forget();
  for (const client of await clients.matchAll()) client.postMessage({ build: BUILD });
}

/** The builds that no page is open of. */
async function forget() {
  const open = new Set();
  // Browsers of before 2022 have none here: then pages of the build before load their parts from the server.
  const locks = await navigator.locks?.query();
  for (const { name } of locks?.held ?? []) open.add(name);
  const others = (await caches.keys()).filter((name) => OTHERS.test(name) && name !== CACHE);
  await Promise.all(others.filter((name) => !open.has(name)).map((name) => caches.delete(name)));
}

/** Of this build, or of that of a page which is still open; the server is asked for what a browser has dropped. */
async function file(request, pathname) {
  const own = await (await caches.open(CACHE)).match(pathname);
  return own ?? (await caches.match(pathname)) ?? fetch(request);
}
