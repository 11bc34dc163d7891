import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { faultsOfJob } from '../../formats/kubernetes-job.ts';
import { commonFolder } from '../../../src/cli/commands/tiles-submit.ts';
import { kubernetesJob, kubernetesScript, parallelScript, shellWords } from '../../../src/cli/tiles/chain-scripts.ts';

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

  describe('Jobs', () => {
    const place = {
      image: 'registry.example.org/gridpull:0.1.0',
      claim: 'scans',
      mount: '/data',
      whole: { requests: { cpu: '4', memory: '64Gi' } },
      each: { requests: { cpu: '500m', memory: '8Gi' }, limits: { memory: '16Gi', 'nvidia.com/gpu': 1 } },
    };
    type Json = Record<string, unknown>;
    const jobOf = (isArray: boolean, more: Partial<typeof JOBS> = {}): Json =>
      kubernetesJob({ ...JOBS, environment: { GRIDPULL_WORK_LIMITS: 'a=1' }, ...more }, place, {
        name: 'extract',
        words: ['tiles', 'extract', 'a', 'auto'],
        isArray,
      }) as Json;
    /** With one value, at a path, another; undefined takes it away. */
    const changed = (job: Json, path: string, value?: unknown): Json => {
      const copy = JSON.parse(JSON.stringify(job)) as Json;
      const keys = path.split('.');
      const last = keys.pop()!;
      const parent = keys.reduce<Json>((at, key) => at[key] as Json, copy);
      if (value === undefined) delete parent[last];
      else parent[last] = value;
      return copy;
    };

    it('are as the API of Kubernetes takes them', () => {
      expect(faultsOfJob(jobOf(true))).toEqual([]);
      expect(faultsOfJob(jobOf(false))).toEqual([]);
      // The longest name, with the index of the last pod behind it.
      expect(faultsOfJob(jobOf(true, { folder: 'x'.repeat(200), parts: 10_000 }))).toEqual([]);
      const written = kubernetesScript(JOBS, place).matchAll(/<<'JOB'\n([^]*?)\nJOB\n/g);
      const jobs = [...written].map(([, text]) => JSON.parse(text!) as unknown);
      expect(jobs.map(faultsOfJob)).toEqual([[], [], [], []]);
      expect(new Set(jobs.map((job) => (job as { metadata: { name: string } }).metadata.name)).size).toBe(4);
    });

    it.each([
      ['metadata.name', 'The-City', 'job.metadata.name'],
      ['spec.completions', '64', 'job.spec.completions'],
      ['spec.completions', undefined, 'Indexed needs completions'],
      ['spec.completionMode', 'indexed', 'job.spec.completionMode'],
      ['spec.completionMode', undefined, 'backoffLimitPerIndex needs Indexed'],
      ['spec.backoffLimitPerIndex', undefined, 'FailIndex needs backoffLimitPerIndex'],
      ['spec.template.spec.restartPolicy', 'OnFailure', 'podFailurePolicy needs restartPolicy Never'],
      ['spec.template.spec.restartPolicy', undefined, 'restartPolicy: missing'],
      ['spec.podFailurePolicy.rules.0.onExitCodes.values', [3, 2], 'exit codes have to ascend'],
      ['spec.podFailurePolicy.rules.0.onExitCodes.values', [0], 'values[0]: 0'],
      ['spec.template.spec.containers.0.env.0.value', 64, 'env[0].value: 64'],
      ['spec.template.spec.containers.0.cmd', [], 'cmd: unknown'],
      ['spec.template.spec.containers.0.volumeMounts.0.name', 'other', 'a mount of no volume'],
      ['spec.template.spec.containers.0.resources.requests.memory', '8 GB', 'requests.memory'],
    ])('with %s as %o are refused', (path, value, fault) => {
      expect(faultsOfJob(changed(jobOf(true), path, value)).join('; ')).toContain(fault);
    });
  });

  it('mount the deepest folder that holds all files', () => {
    expect(commonFolder(['/data/a/city.laz', '/data/a/run', '/data/b/city.ply'])).toBe('/data');
    expect(commonFolder(['/data/a/city.laz', '/data/a/run'])).toBe('/data/a');
    expect(commonFolder(['/data/a', '/database/b'])).toBe('/');
  });
});
