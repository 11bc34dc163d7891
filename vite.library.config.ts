import { defineConfig, type Plugin } from 'vite';
import { wgsl } from './scripts/vite-wgsl.ts';

/**
 * The package's modules, a build for each kind of platform (`--mode node`, `--mode web`): one file with what it loads when it is
 * asked for beside it, all packages inside but Dawn's and three.js.
 */
export default defineConfig(({ mode }) => {
  const isNode = mode === 'node';
  return {
    plugins: [wgsl(), findableWorkers()],
    ...(isNode && { ssr: { noExternal: true, external: ['webgpu'] } }),
    build: {
      ...(isNode ? { ssr: true } : { lib: { entry: 'src/library/web.ts', formats: ['es'] as const } }),
      outDir: `out/library/${mode}`,
      target: isNode ? 'node22' : 'es2022',
      minify: false,
      rolldownOptions: {
        external: isNode ? [/^node:/, 'webgpu'] : ['three'],
        // The worker beside the entry, which asks for it by its place.
        input: isNode
          ? { index: 'src/library/node.ts', 'task-worker': 'src/cli/task-worker.ts' }
          : { index: 'src/library/web.ts', 'task-worker': 'src/library/task-worker.ts', three: 'src/library/three.ts' },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  };
});

/** Bundlers of those who use the package find its worker by the words that this build was told to pass over. */
function findableWorkers(): Plugin {
  return {
    name: 'findable-workers',
    renderChunk: (code) => ({ code: code.replaceAll(/\/\* @vite-ignore \*\/ ?/g, ''), map: null }),
  };
}
