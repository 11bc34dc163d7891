import { defineConfig } from 'vite';
import { wgsl } from './scripts/vite-wgsl.ts';

// The command line: bundled so that the shaders are inlined; dependencies stay in node_modules. The engine's one package
// is bundled with it, here as in the window, which leaves most of what it does not use behind.
export default defineConfig({
  plugins: [wgsl()],
  ssr: { noExternal: ['webgpu-utils'] },
  build: {
    ssr: true,
    outDir: 'out/cli',
    target: 'node24',
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: { index: 'src/cli/index.ts', 'task-worker': 'src/cli/task-worker.ts' },
      // All beside the worker's file, which is asked for by its place.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
