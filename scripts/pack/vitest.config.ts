/**
 * The GPU parity tests alone, on whatever device the machine has, for a machine that holds a pack of `pack-run.sh` and
 * no browser. The project's own configuration asks for packages that a pack lacks, and for the software driver.
 */
import { defineConfig } from 'vitest/config';
import { wgsl } from '../vite-wgsl.ts';

export default defineConfig({
  plugins: [wgsl()],
  test: {
    fsModuleCache: false,
    include: ['test/gpu/**/*.test.ts'],
    // The window's own service: it needs packages of the window, and no kernel of its own.
    exclude: ['test/gpu/engine-*.test.ts'],
    setupFiles: ['test/gpu/setup-node.ts', 'test/setup-fast-check.ts'],
    pool: 'forks', // dawn.node aborts in worker threads
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
