/**
 * `npm run bench [-- NAME …] [--preset paper] [--json FILE] [--keep FOLDER]`: the built command line on the benchmark's
 * clouds, each in its own process: time and GPU bytes per stage, peak memory, and the metrics against the truth.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BenchCase, CASES } from './cases.ts';

interface Report {
  readonly device: string;
  readonly resolution: number;
  readonly peakMemoryBytes: number;
  readonly peakGpuBytes: number;
  readonly wallMs: number;
  readonly stages: readonly { name: string; durationMs: number; gpuBytes: number }[];
}
interface Metrics {
  readonly chamferL1: number;
  readonly normalConsistency: number;
  readonly signedNormalConsistency: number;
  readonly components: number;
  readonly boundaryEdges: number;
  readonly nonManifoldEdges: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    preset: { type: 'string', default: 'default' },
    json: { type: 'string' },
    keep: { type: 'string' },
    resolution: { type: 'string', default: 'auto' },
    software: { type: 'boolean', default: false },
  },
});
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'gridpull-bench-'));
mkdirSync(folder, { recursive: true });

function gridpull<T>(...args: string[]): T {
  const run = spawnSync(process.execPath, ['out/cli/index.js', ...args], { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.status !== 0) throw new Error(`gridpull ${args.join(' ')}: ${run.stderr}`);
  return JSON.parse(run.stdout) as T;
}

function measure(bench: BenchCase): { report: Report; metrics: Metrics } {
  if (!existsSync(bench.cloud))
    throw new Error(`${bench.cloud} is missing: the benchmark needs the shared data beside the project`);
  const output = join(folder, `${bench.name}.ply`);
  const software = values.software ? ['--software'] : [];
  const startMs = performance.now();
  const report = gridpull<Report>(
    ...['reconstruct', bench.cloud, '-o', output, '--json', '--quiet', '--preset', values.preset],
    ...['--resolution', values.resolution, ...software],
  );
  const wallMs = performance.now() - startMs;
  const metrics = gridpull<Metrics>('compare', bench.reference, output, '--json');
  return { report: { ...report, wallMs }, metrics };
}

const cases =
  positionals.length > 0 ? CASES.filter((bench) => positionals.some((name) => bench.name.includes(name))) : CASES;
const results: Record<string, { report: Report; metrics: Metrics }> = {};
console.log(
  'cloud                    P2S       bar       NC     sNC    comp  open  nonman    S    wall s  MB RSS  MB GPU',
);
for (const bench of cases) {
  const result = measure(bench);
  results[bench.name] = result;
  const { report, metrics: m } = result;
  const closedBroken =
    bench.closed && (m.components !== 1 || m.boundaryEdges + m.nonManifoldEdges > 0 || m.signedNormalConsistency < 0);
  const missed =
    (bench.p2sBar !== undefined && m.chamferL1 > bench.p2sBar) ||
    (bench.normalBar !== undefined && m.normalConsistency < bench.normalBar - 0.0005) ||
    closedBroken;
  console.log(
    [
      bench.name.padEnd(22),
      m.chamferL1.toFixed(6).padStart(9),
      (bench.p2sBar?.toFixed(6) ?? '–').padStart(9),
      m.normalConsistency.toFixed(4).padStart(8),
      m.signedNormalConsistency.toFixed(3).padStart(7),
      String(m.components).padStart(5),
      String(m.boundaryEdges).padStart(6),
      String(m.nonManifoldEdges).padStart(6),
      String(report.resolution).padStart(6),
      (report.wallMs / 1000).toFixed(1).padStart(8),
      (report.peakMemoryBytes / 2 ** 20).toFixed(0).padStart(8),
      (report.peakGpuBytes / 2 ** 20).toFixed(0).padStart(7),
      missed && values.preset === 'default' ? ' MISSED' : '',
    ].join(''),
  );
  const stages = report.stages.map(
    (s) => `${s.name} ${(s.durationMs / 1000).toFixed(2)} s/${(s.gpuBytes / 2 ** 20).toFixed(0)} MB`,
  );
  console.log(`  ${stages.join(', ')}`);
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
