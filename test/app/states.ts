/**
 * The main states of the window, one after the other: what is shown in each is judged for those who see little
 * (`test/app/accessibility.test.ts`), and looked at in all sizes, themes and languages (`scripts/pictures/states.ts`).
 */
import { expect } from 'vitest';
import { type AppWindow, eventually, SOON_MS } from './window.ts';

export interface WindowState {
  readonly name: string;
  /** From the state before, as `leave` left it. */
  readonly enter: (ui: AppWindow) => Promise<void>;
  readonly leave?: (ui: AppWindow) => Promise<void>;
}

/** After a cloud is open, which is at the step of reconstructing. */
export const STATES: readonly WindowState[] = [
  {
    name: 'the cloud with all its settings',
    enter: async (ui) => {
      await ui.page.getByText('Advanced', { exact: true }).click();
      await eventually(async () => expect(await ui.page.getByText('Random seed').isVisible()).toBe(true), SOON_MS);
    },
  },
  {
    name: 'the cloud while it is stood upright',
    enter: async (ui) => {
      await ui.read(({ app }) => app.perform('upright'));
      await ui.shows('Largest plane');
    },
    leave: (ui) =>
      ui.read(({ app }) => {
        app.setTool('none');
        app.setStep('reconstruct');
      }),
  },
  {
    name: 'the run',
    enter: async (ui) => {
      await ui.read(({ app }) => app.perform('reconstruct'));
      await ui.until(
        (state) => state.progress?.stage,
        (value) => expect(value).toBe('level'),
      );
      await ui.read(({ app }) => app.perform('pause'));
      await ui.until(
        (state) => state.progress?.state,
        (value) => expect(value).toBe('paused'),
      );
    },
    leave: async (ui) => {
      await ui.read(({ app }) => app.perform('pause'));
      await ui.finished();
    },
  },
  {
    name: 'the result with its distances and report',
    enter: async (ui) => {
      await ui.read(({ app }) => app.perform('distances'));
      await ui.button(/^Report/).click();
      // What lies under the pointer has another colour.
      await ui.page.mouse.move(0, 0);
      await eventually(async () => expect(await ui.page.getByText('Graphics memory').isVisible()).toBe(true), SOON_MS);
    },
    leave: async (ui) => {
      // What is below the edge of the panel cannot be judged.
      await ui.button(/^Report/).click();
      await ui.page.mouse.move(0, 0);
    },
  },
  {
    name: 'a measured result beside another one',
    enter: async (ui) => {
      const places: [number, number, number][] = [
        [0, 0, 0],
        [1, 0, 0],
      ];
      await ui.read(({ app }, both) => app.viewportListener.measured(both), places);
      await ui.read(({ app }) => app.applyFinish({ operation: 'simplify', choice: { simplify: '50%' } }));
      await ui.until(
        ({ results }) => results.length,
        (value) => expect(value).toBe(1),
      );
      await ui.read(({ app }) => app.comparing.showBeside(app.state.results[0]!));
      await ui.shows('End side by side');
    },
    leave: (ui) => ui.read(({ app }) => app.comparing.showBeside(null)),
  },
  ...(['finish', 'export'] as const).map((step) => ({
    name: `the step ${step}`,
    enter: (ui: AppWindow) => ui.read(({ app }, shown) => app.setStep(shown), step),
  })),
  ...(['settings', 'shortcuts', 'about', 'device'] as const).map((dialog) => ({
    name: `the dialog ${dialog}`,
    enter: async (ui: AppWindow) => {
      const view = ui.page.locator('[slot=viewport] canvas');
      const { height } = (await view.boundingBox())!;
      await view.click({ position: { x: 300, y: 0.45 * height } });
      await ui.read(({ app }, name) => app.showDialog(name), dialog);
      await eventually(async () => expect(await ui.page.locator('wa-dialog[open]').count()).toBe(1), SOON_MS);
    },
    leave: async (ui: AppWindow) => {
      await ui.page.keyboard.press('Escape');
      await ui.until(
        (state) => state.dialog,
        (value) => expect(value).toBe('none'),
      );
    },
  })),
  ...(['running', 'ended'] as const).map((state) => ({
    name: `a folder of scans, ${state}`,
    enter: async (ui: AppWindow) => {
      await showBatch(ui, state);
      await ui.shows('c.ply holds no points.');
    },
    leave: (ui: AppWindow) => ui.read(({ app }) => app.store.set({ batch: null })),
  })),
  {
    name: 'a cloud with classes and more scans than fit',
    enter: async (ui) => {
      await ui.read(({ app }) => {
        const lines = Array.from(
          { length: 400 },
          (_, i) => `${i % 20} ${Math.floor(i / 20)} 0 ${i} ${i % 19} ${i % 13}`,
        );
        const text = ['x y z intensity classification scan', ...lines].join('\n');
        app.openFiles([new File([text], 'survey.txt')]);
      });
      await ui.opened('survey.txt');
      await ui.read(({ app }) => app.setView({ cloudColoring: 'classification' }));
      await ui.shows('Ground');
    },
  },
  {
    name: 'points selected in the step that cleans',
    enter: async (ui) => {
      await ui.read(({ app }) => {
        app.setView({ cloudColoring: 'intensity' });
        app.setTool('brush');
        app.setStep('clean');
        app.perform('select-all');
      });
      await ui.shows('Intensity');
      await ui.shows('Keep only these');
    },
    leave: (ui) => ui.read(({ app }) => app.setTool('none')),
  },
  {
    name: 'messages',
    enter: async (ui) => {
      await ui.read(({ app }) => {
        app.openFiles([
          new File(['ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nend_header\n1\n'], 'bad.ply'),
        ]);
        app.notify('warning', 'title.problem', 'A warning.', { label: 'Try again', perform: () => undefined });
      });
      await eventually(async () => expect(await ui.notices()).toHaveLength(2), SOON_MS);
    },
  },
];

/** The table of a batch as it is when its files have ended in every way. */
function showBatch(ui: AppWindow, state: 'running' | 'ended'): Promise<void> {
  return ui.read(({ app }, shown) => {
    const { run, options } = app.state.document;
    const result = { report: run!.report, fit: run!.fit, times: { total: 9000 } };
    const row = (name: string, more: object): object => ({
      item: { index: 0, input: name, inputBytes: 9, output: name, format: 'ply', options },
      kept: false,
      share: 0.4,
      sidecar: null,
      ...more,
    });
    const sidecar = { output: { path: 'a.ply', bytes: 9 }, finishedAt: '', result, error: null, warnings: ['Look.'] };
    const error = { code: 'cloud-format', message: 'c.ply holds no points.' };
    const batch = {
      shown: true,
      state: shown,
      input: { kind: 'url', name: 'scans', url: '/_folder/none/' },
      output: { kind: 'url', name: 'meshes', url: '/_folder/none/' },
      job: { input: { include: ['*'], exclude: [] }, output: { format: 'ply' }, options: {}, overrides: [] },
      rows: [
        row('a.ply', { state: 'done', sidecar: { ...sidecar, state: 'done' } }),
        row('c.ply', { state: 'failed', sidecar: { ...sidecar, state: 'failed', result: null, error } }),
        row('deep/d.ply', { state: shown === 'running' ? 'running' : 'cancelled' }),
        row('e.ply', { state: shown === 'running' ? 'waiting' : 'cancelled' }),
      ],
      share: 0.6,
      elapsedMs: 9000,
      secondsLeft: 60,
      summary: shown === 'ended' ? { done: 1, failed: 1, kept: 0, cancelled: 2 } : null,
    };
    app.store.set({ batch: batch as unknown as typeof app.state.batch });
  }, state);
}
