/** Puts the window together: platform, engine, panels, viewport, and the keys and drops that act on them. */
import './styles/index.css';
import './panels/shell/app.ts';
import { App } from './app/app.ts';
import { BesideView, type SecondView } from './app/beside-view.ts';
import { drawnCut } from './app/drawn-cut.ts';
import { shownUnit } from './app/placing-of.ts';
import { listenForDrops } from './app/drop.ts';
import { createEngineClient } from './app/engine-client.ts';
import { formatBytes, unitText } from './app/format.ts';
import { initI18n, setLanguage, translate } from './app/i18n.ts';
import { giveToField, listenForHold, listenForShortcuts } from './app/keyboard.ts';
import { windowTitle } from './app/window-title.ts';
import { syncMenu } from './app/sync-menu.ts';
import { messageOf } from './app/message-of.ts';
import { choosePlatform } from './platform/index.ts';
import type { CameraPose } from './viewport/viewport-api.ts';
import { createViewport } from './viewport/viewport.ts';

const platform = await choosePlatform();
const settings = await platform.readSettings();
await initI18n(settings.language);

const engine = createEngineClient({ onLost: () => void app.engineLost() });
const app = new App({ engine, platform, settings, translate, formatBytes, giveToField });

const panels = document.createElement('gp-app');
const container = document.createElement('div');
container.slot = 'viewport';
panels.append(container);
panels.versions = platform.versions;
panels.actions = app;
panels.state = app.state;
document.body.append(panels);

const viewport = createViewport(container, { ...app.viewportListener, moved: (pose) => beside.moved(pose) });
const beside = new BesideView({
  store: app.store,
  first: viewport,
  open: (moved) => openBeside(moved),
  unitOf: (state) => unitText(shownUnit(state)),
});
panels.addEventListener('gp-theme', (event) => {
  const theme = (event as CustomEvent<'light' | 'dark'>).detail;
  for (const view of [viewport, beside]) view.setTheme(theme);
});
app.attach(viewport);

// First the language, in which everything after it speaks.
app.store.subscribe((state) => {
  setLanguage(state.settings.language);
  document.title = windowTitle(state);
  panels.state = state;
  viewport.setUnit(unitText(shownUnit(state)));
  viewport.setCut(drawnCut(state));
});
syncMenu(app);
listenForShortcuts(platform.isMac, platform.hasMenu, (id) => app.press(id));
listenForHold((isHeld) => app.holdBefore(isHeld));
listenForDrops(
  {
    over: (dropping) => app.store.set({ dropping }),
    files: (files) => app.openFiles(files),
    folder: (input) => app.openFolder(input),
    tooMany: (file) =>
      app.notify('warning', 'title.oneFile', translate('session.message.oneFile', { name: file.name }), undefined, {
        name: file.name,
      }),
    problem: (name, error) => app.notify('error', 'title.openFailed', messageOf(error), undefined, { name }),
  },
  platform,
);
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.defaultPrevented) app.escape();
});
addEventListener('error', (event) => platform.log('error', `${event.message} ${event.filename}:${event.lineno}`));
addEventListener('unhandledrejection', (event) => platform.log('error', `unhandled: ${String(event.reason)}`));

/** A view in the right half, which only looks. */
function openBeside(moved: (pose: CameraPose) => void): SecondView {
  const half = document.createElement('div');
  half.slot = 'beside';
  panels.append(half);
  const nothing = (): void => undefined;
  const deaf = { cropped: nothing, measured: nothing, levelled: nothing, selected: nothing, selectKeys: nothing };
  const turned = (): Promise<void> => Promise.resolve();
  const view = createViewport(half, { ...deaf, turned, moved, contextLost: nothing }, 'app.beside');
  const close = (): void => {
    view.dispose();
    half.remove();
  };
  return { view, close };
}

/** This is for tests and the console. */
window.app = { app, engine, viewport };
await app.start();
