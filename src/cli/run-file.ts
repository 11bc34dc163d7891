/** One reconstruction from file to file: read, compute, write. Runs in the process that computes. */
import { type Host, readCloud, reconstruct, type RunContext, type StageName } from '../engine/index.ts';
import { lossMessages, writeMesh } from '../engine/index.ts';
import type { FileResult, FileTask } from './compute-messages.ts';
import { fileSource, writeFileBeside } from './node-files.ts';
import { writeProfile } from './profile-file.ts';

/** Rejects like the engine does, or with `output-failed`; the output file is complete or untouched. */
export async function runFile(
  { input, output, format, options, profile }: FileTask,
  openHost: () => Promise<Host>,
  context: RunContext,
): Promise<FileResult> {
  const source = await fileSource(input);
  const read = await stage('read', () => readCloud(source, context), context);
  // The device is not opened before the file is read: what is wrong with it is told at once.
  const host = await openHost();
  if (profile !== undefined && !host.passTimer) {
    const message = `${host.deviceLabel} has no timestamps; ${profile} is not written`;
    context.onEvent({ type: 'warning', message });
  }
  const { mesh, report } = await reconstruct(read.value, options, host, context);

  const write = await stage(
    'write',
    () => writeFileBeside(output, (sink) => writeMesh(mesh, format, sink, context), context.signal),
    context,
  );
  for (const message of lossMessages(write.value)) context.onEvent({ type: 'warning', message });
  if (profile !== undefined && host.passTimer) {
    await writeProfile(profile, host.deviceLabel, host.passTimer, context.signal);
  }
  const peak = peakMemoryBytes();
  return { readMs: read.durationMs, writeMs: write.durationMs, peakMemoryBytes: peak, report };
}

/** The most that this process has held at once since it began. */
export function peakMemoryBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
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
