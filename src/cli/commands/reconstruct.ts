/** `gridpull reconstruct IN -o OUT`: the main job. */
import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  formatFromName,
  readCloud,
  reconstruct as runEngine,
  ReconstructError,
  validateOptions,
  writeMesh,
  type ReconstructOptions,
  type RunContext,
  type RunReport,
} from '../../engine/index.ts';
import { fileSource, writeFileBeside } from '../node-files.ts';
import { openNodeHost } from '../node-host.ts';

export interface ReconstructArguments extends Partial<ReconstructOptions> {
  readonly output: string;
  readonly ascii: boolean;
  readonly software: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

export async function reconstruct(input: string, args: ReconstructArguments, context: RunContext): Promise<void> {
  const options = validateOptions(args);
  const named = formatFromName(args.output);
  const format = args.ascii && named === 'ply' ? 'ply-ascii' : named;
  checkOutput(input, args.output);
  const source = await fileSource(input);

  context.onEvent({ type: 'stage-started', stage: 'read' });
  const startMs = performance.now();
  const cloud = await readCloud(source, context);
  const readMs = performance.now() - startMs;
  context.onEvent({ type: 'stage-ended', stage: 'read', durationMs: readMs, gpuBytes: 0 });

  await using host = await openNodeHost({ software: args.software });
  if (host.softwareDevice && !args.software) {
    context.onEvent({ type: 'warning', message: `no graphics card was found; using ${host.deviceLabel}, which is slower` });
  }
  const { mesh, report } = await runEngine(cloud, options, host, context);

  context.onEvent({ type: 'stage-started', stage: 'write' });
  const writeStartMs = performance.now();
  const summary = await writeFileBeside(args.output, (sink) => writeMesh(mesh, format, sink, context), context.signal);
  const writeMs = performance.now() - writeStartMs;
  context.onEvent({ type: 'stage-ended', stage: 'write', durationMs: writeMs, gpuBytes: 0 });
  for (const lost of summary.lost) {
    context.onEvent({ type: 'warning', message: `${format.toUpperCase()} does not keep: ${lost}` });
  }
  const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
  const all = { input, output: args.output, readMs, writeMs, peakMemoryBytes, ...report };
  if (args.json) process.stdout.write(`${JSON.stringify(all)}\n`);
  else if (!args.quiet) process.stdout.write(describe(args.output, report, performance.now() - startMs));
}

/** Fails before the work, not after it. */
function checkOutput(input: string, output: string): void {
  const folder = dirname(resolve(output));
  if (!existsSync(folder)) {
    throw new ReconstructError('output-failed', `${output}: the folder ${folder} does not exist; make it first`, {
      path: output,
    });
  }
  if (existsSync(output) && statSync(output).isDirectory()) {
    throw new ReconstructError('output-failed', `${output} is a folder; name a file in it`, { path: output });
  }
  if (resolve(input) === resolve(output)) {
    throw new ReconstructError('option-invalid', `${output} is the input; choose another name for the mesh`, {
      path: output,
    });
  }
}

function describe(output: string, report: RunReport, totalMs: number): string {
  const { topology, points } = report;
  const dropped = points.inFile - points.used;
  const closed = topology.watertight ? 'watertight' : `${topology.boundaryEdges} open edges`;
  const lines = [
    `${output}: ${topology.vertices} vertices, ${topology.triangles} triangles, ` +
      `${topology.components} ${topology.components === 1 ? 'component' : 'components'}, ${closed}`,
    `  points     ${points.used}${dropped > 0 ? ` (${dropped} left out)` : ''}, spacing ${short(report.spacing)}, noise ${short(report.noise)}`,
    `  resolution ${report.resolution} (voxel ${short(report.voxel)}): ${report.resolutionReason}`,
    `  time       ${(totalMs / 1000).toFixed(1)} s on ${report.device}`,
  ];
  return `${lines.join('\n')}\n`;
}

function short(value: number): string {
  return value === 0 ? '0' : value.toPrecision(3);
}
