import { defineConfig } from 'vite';

// The server of `npm start` in a browser: plain Node, nothing to install beside it.
export default defineConfig({
  build: {
    ssr: true,
    outDir: 'out/web',
    target: 'node20',
    minify: false,
    sourcemap: true,
    rolldownOptions: { input: { index: 'src/web/index.ts' }, output: { entryFileNames: '[name].js' } },
  },
});
