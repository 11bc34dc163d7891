/**
 * What `estimateRun` says of the benchmark's clouds beside what the built command line then takes: `node --import
 * ./scripts/wgsl-node.ts test/bench/estimates.ts [NAME …] [--resolution auto,128,…] [--data DIR]`. The constants of
 * `estimate/run-costs.ts` were fitted to such runs.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileSource } from '../../src/cli/node-files.ts';
import { readCloud } from '../../src/engine/formats/read/read-cloud.ts';
import { DEFAULT_SPEEDS, estimateRun, unitsOf } from '../../src/engine/estimate-run.ts';
import { validateOptions } from '../../src/engine/options.ts';
import { surveyCloud } from '../../src/engine/estimate/survey-cloud.ts';
import type { RunReport } from '../../src/engine/report.ts';
import { usualCases } from './cases.ts';
import { CLOUD_FOLDER, cloudOf } from './clouds.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { resolution: { type: 'string', default: 'auto' }, data: { type: 'string' } },
});
const cases = usualCases({ clouds: CLOUD_FOLDER, ...(values.data !== undefined && { data: values.data }) });
const folder = mkdtempSync(join(tmpdir(), 'gridpull-estimates-'));
const context = { signal: new AbortController().signal, onEvent: () => undefined };
const limits = { maxBufferSize: Infinity, maxStorageBufferBindingSize: Infinity };
const off = (estimated: number, measured: number): string =>
  `${Math.round(100 * (estimated / measured - 1))} %`.padStart(7);

function run(cloud: string, resolution: string): RunReport {
  const args = ['reconstruct', cloud, '-o', join(folder, 'mesh.ply'), '--json', '--quiet', '--resolution', resolution];
  const { status, stdout, stderr } = spawnSync(process.execPath, ['out/cli/index.js', ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${cloud} at ${resolution}: ${stderr}`);
  return JSON.parse(stdout) as RunReport;
}

console.log('cloud                    S spacing    MB GPU    off   wall s    off  note');
try {
  for (const bench of cases.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
    const file = await cloudOf(bench);
    const survey = await surveyCloud(await readCloud(await fileSource(file), context), context);
    for (const text of values.resolution.split(',')) {
      const resolution = text === 'auto' ? 'auto' : Number(text);
      const estimate = estimateRun(survey, { resolution }, limits, DEFAULT_SPEEDS.software);
      const report = run(file, text);
      // With what the run found out (noise, and so `auto`'s resolution), only the costs are left to be wrong.
      const seconds = unitsOf(survey, { options: validateOptions({ resolution }), report }) / DEFAULT_SPEEDS.software;
      const sameResolution = estimate.resolution === report.resolution ? '' : ` (announced ${estimate.resolution})`;
      console.log(
        [
          bench.name.padEnd(22),
          String(report.resolution).padStart(4),
          off(survey.spacing, report.spacing),
          (report.peakGpuBytes / 1e6).toFixed(0).padStart(9),
          off(estimate.gpuBytes, report.peakGpuBytes),
          (report.totalMs / 1000).toFixed(1).padStart(9),
          off(seconds, report.totalMs / 1000),
          `  ${estimate.noteCode}${sameResolution}`,
        ].join(''),
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
