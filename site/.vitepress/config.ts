/** The documents as one site. `collect.ts` puts its pages into the folder `pages`, as they lie in the repository. */
import { copyFileSync, globSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitepress';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** Files that pages link to, and that are no pages: copied as they are. */
const FILES = ['LICENSE', ...globSync('docs/examples/*', { cwd: ROOT })];
// Else their links would be taken for pages.
process.env['VITE_EXTRA_EXTENSIONS'] = 'sh,sbatch,yaml';

const page = (text: string, link: string) => ({ text, link });

export default defineConfig({
  title: 'GridPull',
  description: 'Turns a raw point cloud into a surface: no normals, no learned priors, on any GPU',
  lang: 'en',
  srcDir: 'pages',
  outDir: '../dist/site',
  rewrites: { 'README.md': 'index.md' },
  // The licence has no ending, so that its link is taken for a page.
  ignoreDeadLinks: [/^\.\/LICENSE$/],
  buildEnd({ outDir }) {
    for (const file of FILES) {
      const target = path.join(outDir, file === 'LICENSE' ? 'LICENSE.html' : file);
      mkdirSync(path.dirname(target), { recursive: true });
      copyFileSync(path.join(ROOT, file), target);
    }
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      page('Guide', '/docs/guide/first-mesh'),
      page('Command line', '/docs/command-line'),
      page('Library', '/docs/library'),
      page('How it works', '/docs/method'),
    ],
    sidebar: [
      {
        text: 'Guide',
        items: [
          page('What it is', '/'),
          page('A first mesh', '/docs/guide/first-mesh'),
          page('Noisy scans', '/docs/guide/noisy-scans'),
          page('Rooms, streets, sensors', '/docs/guide/rooms-and-sensors'),
          page('Terrain and flights', '/docs/guide/terrain'),
          page('Printing', '/docs/guide/printing'),
          page('Small and textured', '/docs/guide/texture'),
          page('Many scans', '/docs/batch'),
          page('One cloud, many machines', '/docs/cluster'),
          page('Beside other programs', '/docs/other-programs'),
          page('Agents', '/docs/agents'),
        ],
      },
      {
        text: 'Reference',
        items: [
          page('Command line', '/docs/command-line'),
          page('Formats', '/docs/formats'),
          page('Finishing', '/docs/finish'),
          page('Checking', '/docs/check'),
          page('Trust', '/docs/trust'),
          page('Projects', '/docs/project'),
          page('Library', '/docs/library'),
          page('Types of the library', '/api/'),
          page('Changes', '/CHANGELOG'),
        ],
      },
      {
        text: 'How it works',
        items: [
          page('The method', '/docs/method'),
          page('The steps and their constants', '/docs/algorithm'),
          page('Where scanners stood', '/docs/sensors'),
          page('GridPull as published', '/docs/paper'),
          page('Figures', '/docs/benchmarks'),
          page('Performance', '/docs/performance'),
          page('Reliability', '/docs/reliability'),
          page('Security', '/docs/security'),
        ],
      },
      {
        text: 'For who works on it',
        items: [
          page('Contributing', '/CONTRIBUTING'),
          page('Architecture', '/docs/architecture'),
          page('Conventions', '/docs/conventions'),
          page('What the stages made', '/docs/dump'),
          page('Mutants', '/docs/mutants'),
          page('A release', '/docs/releasing'),
        ],
      },
    ],
  },
});
