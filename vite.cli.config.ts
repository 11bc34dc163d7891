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
      // `main` beside the worker's file, which it asks for by its place.
      input: { index: 'src/cli/index.ts', main: 'src/cli/main.ts', 'task-worker': 'src/cli/task-worker.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
