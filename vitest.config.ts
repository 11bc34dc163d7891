import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { wgsl } from './scripts/vite-wgsl.ts';
import { CHROMIUM, CHROMIUM_ARGS } from './test/chromium.ts';

// Shared memory (the kd-tree's workers) exists only in a cross-origin isolated page.
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
const icd = [
  '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json',
  '/usr/share/vulkan/icd.d/lvp_icd.json',
  '/usr/lib/chromium/vk_swiftshader_icd.json',
].find((f) => existsSync(f));
const env = process.env['VK_DRIVER_FILES'] || !icd ? {} : { VK_DRIVER_FILES: icd };

// Tests of whole stages, whose kernels have parity tests of their own in the page: on the software device of a browser they took
// nearly half of its project's time. `npm run test:page` has all of them.
const OF_NODE_ALONE = [
  'even-share',
  'grid/start-level',
  'orientation/orient-normals',
  'orientation/thresholds',
  'surface/finish-mesh',
  'tiles/solve-tiles',
].map((name) => `test/gpu/${name}.test.ts`);

export default defineConfig(({ mode }) => ({
  plugins: [wgsl()],
  test: {
    globalSetup: ['test/temporary-folder.ts'],
    // A test mostly keeps one core busy: one worker fewer than there are cores, as is the default, leaves one of two idle. One more
    // than there are cores gains nothing: 605 s for 590, of all but the window's specs, once each on two quiet cores.
    maxWorkers: availableParallelism(),
    // The cache on disk does not see that an included shader changed, and would test the old one.
    fsModuleCache: false,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.d.ts'],
      reporter: ['text-summary', 'html', 'json-summary'],
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Files share a worker's modules, which to load anew takes as long as their tests; what they stub goes after each test.
          isolate: false,
          unstubGlobals: true,
          include: ['test/unit/**/*.test.ts'],
          setupFiles: ['test/setup-fast-check.ts'],
          pool: 'threads',
          // Laws take a second or two; beside other work on two cores the default of five is no fault of theirs.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'gpu-node',
          isolate: false,
          include: ['test/gpu/**/*.test.ts'],
          setupFiles: ['test/gpu/setup-deno.ts', 'test/gpu/setup-node.ts', 'test/setup-fast-check.ts'],
          pool: 'forks', // dawn.node aborts in worker threads
          testTimeout: 60_000,
          hookTimeout: 60_000,
          env,
        },
      },
      {
        extends: true,
        server: { headers: isolation },
        optimizeDeps: { include: ['comlink'] },
        test: {
          name: 'gpu-chromium',
          // One page for the files that a worker runs: a device and its kernels are made once, which takes longer than most tests.
          isolate: false,
          include: ['test/gpu/**/*.test.ts'],
          exclude: mode === 'whole-gpu' ? [] : OF_NODE_ALONE,
          setupFiles: ['test/setup-fast-check.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath: CHROMIUM, args: CHROMIUM_ARGS } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/whole/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          env,
        },
      },
      {
        extends: true,
        test: {
          name: 'app',
          // After all others: what is measured here (waiting, long tasks) is the window's, not another test's.
          sequence: { groupOrder: 1 },
          include: ['test/app/**/*.test.ts'],
          globalSetup: ['test/app/build.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
}));
