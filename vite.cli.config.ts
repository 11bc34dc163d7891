import { defineConfig } from 'vite';
import { wgsl } from './scripts/vite-wgsl.ts';

// The command line: bundled so that the shaders are inlined; dependencies stay in node_modules.
export default defineConfig({
  plugins: [wgsl()],
  build: {
    ssr: true,
    outDir: 'out/cli',
    target: 'node24',
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: { index: 'src/cli/index.ts', 'task-worker': 'src/cli/task-worker.ts' },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
