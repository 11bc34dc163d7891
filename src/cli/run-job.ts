/** One reconstruction from file to file: read, compute, write. Runs in the process that computes. */
import { readCloud, reconstruct, writeMesh, type RunContext, type StageName } from '../engine/index.ts';
import type { Job, JobResult } from './job.ts';
import { fileSource, writeFileBeside } from './node-files.ts';
import { openNodeHost } from './node-host.ts';

/**
 * Rejects like the engine does, or with `output-failed`; the output file is complete or untouched. The host is left to
 * `opened`, so that the answer need not wait until the device has finished what a cancelled run had given it.
 */
export async function runJob(
  { input, output, format, software, options }: Job,
  opened: AsyncDisposableStack,
  context: RunContext,
): Promise<JobResult> {
  const source = await fileSource(input);
  const read = await stage('read', () => readCloud(source, context), context);

  const host = opened.use(await openNodeHost({ software }));
  if (host.softwareDevice && !software) {
    const message = `no graphics card was found; computing with ${host.deviceLabel}, which is slower`;
    context.onEvent({ type: 'warning', message });
  }
  const { mesh, report } = await reconstruct(read.value, options, host, context);

  const write = await stage(
    'write',
    () => writeFileBeside(output, (sink) => writeMesh(mesh, format, sink, context), context.signal),
    context,
  );
  for (const lost of write.value.lost) {
    context.onEvent({ type: 'warning', message: `${format.toUpperCase()} does not keep: ${lost}` });
  }
  const peakMemoryBytes = process.resourceUsage().maxRSS * 1024;
  return { readMs: read.durationMs, writeMs: write.durationMs, peakMemoryBytes, report };
}

/** A stage of the host's own, told like one of the engine's. */
async function stage<T>(
  name: StageName,
  body: () => Promise<T>,
  context: RunContext,
): Promise<{ value: T; durationMs: number }> {
  context.onEvent({ type: 'stage-started', stage: name });
  const startMs = performance.now();
  const value = await body();
  const durationMs = performance.now() - startMs;
  context.onEvent({ type: 'stage-ended', stage: name, durationMs, gpuBytes: 0 });
  return { value, durationMs };
}
