/**
 * The part of the server that a host of plain files lacks: headers that isolate the page, so that its threads share memory, the
 * same policy that the program's own server sends, and an answer where there is no network. `static-page.ts` writes the values.
 */
const { version, files, headers, workerHeaders, workerScript } = self.STATIC_PAGE;

const CACHE = `gridpull ${version}`;
const WORKER_SCRIPT = new RegExp(workerScript);
/** Their names change with what is in them. */
const NEVER_CHANGES = /\/assets\//;

self.addEventListener('install', () => {
  // The first one serves the page that waits for it; a later one waits until nobody needs files of the version before.
  if (!self.registration.active) self.skipWaiting();
});

self.addEventListener('activate', (event) => event.waitUntil(takeOver()));

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith('gridpull ') && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The page asks for it once it is shown: until then the network is its own. */
self.addEventListener('message', (event) => {
  if (event.data === 'keep all') event.waitUntil(keepAll());
});

async function keepAll() {
  const cache = await caches.open(CACHE);
  for (const file of files) {
    if (!(await cache.match(file))) await cache.add(file);
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  // A part of a file is no whole one to be kept.
  const isOurs = request.method === 'GET' && new URL(request.url).origin === self.location.origin;
  if (isOurs && !request.headers.has('range')) event.respondWith(answer(request));
});

async function answer(request) {
  const { pathname } = new URL(request.url);
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreSearch: true });
  if (kept && NEVER_CHANGES.test(pathname)) return withHeaders(kept, pathname);
  try {
    const fresh = await fetch(request);
    if (fresh.ok && fresh.type === 'basic') await cache.put(request, fresh.clone());
    return withHeaders(fresh, pathname);
  } catch (error) {
    if (kept) return withHeaders(kept, pathname);
    throw error;
  }
}

function withHeaders(response, pathname) {
  const all = new Headers(response.headers);
  const own = WORKER_SCRIPT.test(pathname) ? workerHeaders : headers;
  for (const [name, value] of Object.entries(own)) all.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers: all });
}
