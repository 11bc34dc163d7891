/** Takes pictures of the window for docs/pictures/app: still, in both themes, at the sizes that are shown. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession } from 'playwright';
import type { WebServer } from '../../test/app/web-server.ts';
import type { AppWindow, WindowParts } from '../../test/app/window.ts';
import { toPalettePng } from './palette-png.ts';

export const FOLDER = path.resolve(import.meta.dirname, '../../docs/pictures/app');
/** Far longer than any step takes on two cores, even where others use them, too. */
const PATIENCE_MS = 600_000;
/** CSS pixels, and device pixels for each of them. */
export interface Size {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}
export const SMALL = { width: 1280, height: 800, scale: 1 } as const;
/** A display of 2560 × 1440 at 200 %. */
export const LARGE = { width: 1280, height: 720, scale: 2 } as const;

export class Camera {
  readonly ui: AppWindow;
  readonly #devtools: CDPSession;

  private constructor(ui: AppWindow, devtools: CDPSession) {
    this.ui = ui;
    this.#devtools = devtools;
  }

  /** A window in English, with a unit, since numbers say more with one. */
  static async open(server: WebServer): Promise<Camera> {
    const ui = await server.openWindow({ reducedMotion: 'reduce' });
    const camera = new Camera(ui, await ui.page.context().newCDPSession(ui.page));
    await camera.setSize(SMALL);
    await camera.until('the graphics device', ({ app }) => app.state.device !== null);
    await ui.read(({ app }) => app.setSettings({ unit: 'cm', language: 'en' }));
    return camera;
  }

  async until(what: string, check: (parts: WindowParts) => boolean): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    // The page's policy forbids to evaluate text in it, as Playwright's own waiting does.
    while (!(await this.ui.page.evaluate('window.app !== undefined')) || !(await this.ui.read(check))) {
      if (performance.now() > end) throw new Error(`Waited too long for ${what}.`);
      await sleep(50);
    }
  }

  async setSize({ width, height, scale }: Size): Promise<void> {
    const metrics = { width, height, deviceScaleFactor: scale, mobile: false };
    await this.#devtools.send('Emulation.setDeviceMetricsOverride', metrics);
  }

  async take(name: string): Promise<void> {
    await keep(name, await this.picture());
  }

  /** Waits until nothing moves: the 3D view, fonts, and what slides or fades. */
  async picture(): Promise<Buffer> {
    await this.ui.page.evaluate(async () => {
      await document.fonts.ready;
      await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    });
    await this.ui.drawn();
    const { data } = await this.#devtools.send('Page.captureScreenshot', { format: 'png' });
    return Buffer.from(data, 'base64');
  }

  async takeInBothThemes(name: string): Promise<void> {
    await this.#setTheme('dark');
    await this.take(`${name}-dark`);
    await this.#setTheme('light');
    await this.take(name);
  }

  #setTheme(theme: 'light' | 'dark'): Promise<void> {
    return this.ui.read(({ app }, wanted) => app.setSettings({ theme: wanted }), theme);
  }
}

/** Writes a picture with few colours to the folder of the docs. */
export async function keep(name: string, png: Buffer): Promise<void> {
  const file = path.join(FOLDER, `${name}.png`);
  await writeFile(file, toPalettePng(png));
  console.log(path.relative('.', file));
}
