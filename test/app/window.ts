/** What every spec of the window does: wait for a state, find a control by its name, run a small reconstruction. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import type { App } from '../../src/renderer/app/app.ts';
import type { AppState } from '../../src/renderer/app/state.ts';
import type { EngineApi } from '../../src/renderer/worker/engine-api.ts';
import type { ViewportApi } from '../../src/renderer/viewport/viewport-api.ts';

/** What the window leaves for tests under `window.app`. */
export interface WindowParts {
  readonly app: App;
  readonly engine: EngineApi;
  readonly viewport: ViewportApi;
}

/** A software device on two cores takes its time. */
const PATIENCE_MS = 180_000;

/** What a person asks for and nothing is computed for: menus, dialogs, notices, a look. */
export const SOON_MS = 20_000;

/** Of the Tab key, once round. */
const MOST_STOPS = 60;

/**
 * Waits until `assertion` holds: by default as long as a run may take on a machine without a GPU. Vitest's own waiting
 * works in its tests alone, and pictures of the window are taken outside of them.
 */
export async function eventually(assertion: () => void | Promise<void>, timeout = PATIENCE_MS): Promise<void> {
  const end = performance.now() + timeout;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() > end) throw error;
      await sleep(50);
    }
  }
}

export class AppWindow {
  readonly page: Page;
  /** Everything that went wrong in the page and was not caught. */
  readonly errors: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.errors.push(String(error)));
  }

  /** A value made from the parts of the window. */
  read<R, A = undefined>(pick: (parts: WindowParts, argument: A) => R | Promise<R>, argument?: A): Promise<R> {
    const body = `(argument) => (${pick.toString()})(window.app, argument)`;
    return this.page.evaluate(`(${body})(${JSON.stringify(argument)})`);
  }

  /** Waits until `pick` of the state is what `matcher` asks for. */
  async until(pick: (state: AppState) => unknown, matcher: (value: unknown) => void): Promise<void> {
    const body = `(${pick.toString()})(window.app.app.state)`;
    await eventually(async () => matcher(await this.page.evaluate(body)));
  }

  async ready(): Promise<void> {
    // The page's policy forbids to evaluate text, so Playwright's own waiting cannot be used.
    await eventually(async () => expect(await this.page.evaluate('window.app !== undefined')).toBe(true));
    await this.until(
      (state) => state.device !== null,
      (value) => expect(value).toBe(true),
    );
  }

  async opened(name: string): Promise<void> {
    await this.until(
      (state) => state.document.cloud?.info.name,
      (value) => expect(value).toBe(name),
    );
  }

  /** The run has ended, and in a mesh. */
  async finished(): Promise<void> {
    await this.until(
      (state) => [state.progress === null, state.document.run !== null],
      (value) => expect(value).toEqual([true, true]),
    );
  }

  async idle(): Promise<void> {
    await this.until(
      (state) => state.progress === null,
      (value) => expect(value).toBe(true),
    );
  }

  /** How many blue buttons are seen: one answer to “what now”, or none. */
  primaryButtons(): Promise<number> {
    return this.page.locator('button.primary:visible').count();
  }

  /** Of exactly this name: “Measure” is in “Redo Measure”, too, which stands before it. */
  button(name: string | RegExp) {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' }).first();
  }

  /** The coarsest resolution there is, for specs that are not about detail. */
  coarse(): Promise<void> {
    return this.read(({ app }) => app.setOptions({ resolution: 64 }));
  }

  /** Starts a run with the button of its step, where it is whatever was done before. */
  async start(): Promise<void> {
    await this.read(({ app }) => app.setStep('reconstruct'));
    await this.page.locator('#start').click();
  }

  async reconstruct(): Promise<void> {
    await this.start();
    await this.finished();
  }

  /** Waits until this text is seen. */
  async shows(text: string | RegExp): Promise<void> {
    await this.page.getByText(text, { exact: true }).first().waitFor({ state: 'visible', timeout: PATIENCE_MS });
  }

  notices(): Promise<{ kind: string; title: string; message: string }[]> {
    return this.read(({ app }) => app.state.notices.map(({ kind, title, message }) => ({ kind, title, message })));
  }

  /** What has the focus, through shadow trees: its own name or text. */
  focusedName(): Promise<string> {
    return this.page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      const label = element instanceof HTMLInputElement ? element.labels?.[0] : element;
      return element?.getAttribute('aria-label') ?? label?.textContent?.trim().replace(/\s+/g, ' ') ?? '';
    });
  }

  /** Presses Tab until `wanted` has the focus; the names passed on the way. */
  async tabTo(wanted: RegExp): Promise<string[]> {
    const passed: string[] = [];
    while (passed.length < MOST_STOPS) {
      await this.page.keyboard.press('Tab');
      const name = await this.focusedName();
      passed.push(name);
      if (wanted.test(name)) return passed;
    }
    throw new Error(`Tab does not reach ${String(wanted)}, only ${passed.join(' | ')}`);
  }

  /** Everything asked for is on the screen. */
  drawn(): Promise<void> {
    return this.read(({ viewport }) => viewport.settled());
  }
}
