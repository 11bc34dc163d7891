import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';
import { watlas } from './scripts/vite-watlas.ts';
import { wgsl } from './scripts/vite-wgsl.ts';
import { SECURITY_HEADERS } from './src/main/protocol.ts';

const { 'Content-Security-Policy': _csp, ...isolation } = SECURITY_HEADERS;

export default defineConfig({
  // Packages that only the window's build needs are devDependencies, so they are bundled and need no node_modules; zod
  // is one of the command line, too, which takes it from there.
  main: { build: { externalizeDeps: { exclude: ['zod'] }, sourcemap: true } },
  preload: {
    build: {
      externalizeDeps: true,
      // A sandboxed preload must be CommonJS and a single file.
      rolldownOptions: { output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [wgsl(), watlas()],
    worker: { format: 'es', plugins: () => [wgsl(), watlas()] },
    // Bundled ahead while developing, it would be without what the plugin changes, and without its WebAssembly.
    optimizeDeps: { exclude: ['watlas'] },
    server: { headers: isolation },
    preview: { headers: isolation },
    build: {
      sourcemap: true,
      target: 'es2023',
      rolldownOptions: { input: resolve(import.meta.dirname, 'src/renderer/index.html') },
    },
  },
});
