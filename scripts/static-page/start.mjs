/**
 * Starts the window once the page is isolated, which takes the service worker and, on the first visit, one reload; without either
 * where a browser or an address allows none. Threads then copy what they would share.
 */
const RELOADED = 'gridpull-isolated';
const PATIENCE_MS = 5000;

/** Whether the page is about to be loaded again. */
async function isolate() {
  if (!('serviceWorker' in navigator)) return false;
  const { serviceWorker } = navigator;
  const taken = new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  await serviceWorker.register('service-worker.js');
  if (!serviceWorker.controller) await taken;
  if (crossOriginIsolated || sessionStorage.getItem(RELOADED) !== null) return false;
  sessionStorage.setItem(RELOADED, 'yes');
  location.reload();
  return true;
}

const patience = new Promise((resolve) => setTimeout(() => resolve(false), PATIENCE_MS));
const isReloading = await Promise.race([isolate().catch(() => false), patience]);
if (!isReloading) {
  await import(document.querySelector('script[data-app]').dataset.app);
  navigator.serviceWorker?.controller?.postMessage('keep all');
}
