import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commonFolder } from '../../../src/cli/commands/tiles-submit.ts';
import { kubernetesJob, parallelScript, shellWords } from '../../../src/cli/tiles/chain-scripts.ts';

const JOBS = {
  directory: '/data',
  program: ['gridpull'],
  clouds: ['city.laz'],
  folder: 'The City (2)',
  mesh: 'city.ply',
  parts: 64,
  planOptions: [],
  joinOptions: [],
  environment: {},
};

describe('scripts for schedulers', () => {
  it('quote what a shell would take for more than a word', () => {
    const words = ['plain', "it's", 'two words', '$HOME', '', '*', '`id`', 'a"b', '\\'];
    const said = execFileSync('bash', ['-c', `printf '%s|' ${shellWords(words)}`], { encoding: 'utf8' });
    expect(said).toBe(`${words.join('|')}|`);
    expect(parallelScript(JOBS)).toContain(`"$1" 'The City (2)' '{}/64'`);
  });

  it('name a Job as Kubernetes allows it', () => {
    const place = { image: 'gridpull', claim: 'scans', mount: '/data', whole: {}, each: {} };
    const nameOf = (folder: string): unknown => {
      const job = kubernetesJob({ ...JOBS, folder }, place, { name: 'solve', words: [], isArray: true });
      return (job as { metadata: { name: string } }).metadata.name;
    };
    expect(nameOf('/data/The City (2)/')).toBe('gridpull-the-city-2-solve');
    expect(nameOf('..')).toBe('gridpull-run-solve');
    expect(nameOf(`${'x'.repeat(39)}--y`)).toBe(`gridpull-${'x'.repeat(39)}-solve`);
  });

  it('mount the deepest folder that holds all files', () => {
    expect(commonFolder(['/data/a/city.laz', '/data/a/run', '/data/b/city.ply'])).toBe('/data');
    expect(commonFolder(['/data/a/city.laz', '/data/a/run'])).toBe('/data/a');
    expect(commonFolder(['/data/a', '/database/b'])).toBe('/');
  });
});
