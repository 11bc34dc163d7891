/**
 * Checkpoints of a run as a file, so that a run of hours that is killed, or loses its power, goes on from its last
 * level.
 */
import path from 'node:path';
import type { Checkpoint } from '../engine/index.ts';
import { packedHead, readPacked, writePacked } from './packed-file.ts';

/** Where the checkpoint of the run that makes `output` lies: hidden, beside it. */
export function checkpointPath(output: string): string {
  return path.join(path.dirname(output), `.${path.basename(output)}.checkpoint`);
}

/**
 * @param key says what it is of: contents of the clouds, options, program and device
 * @throws ReconstructError `output-failed`
 */
export async function writeCheckpoint(
  file: string,
  key: string,
  checkpoint: Checkpoint,
  signal?: AbortSignal,
): Promise<void> {
  await writePacked(file, key, checkpoint, signal);
}

/** Null where there is none of this key that is whole: the run begins at its beginning. */
export async function readCheckpoint(file: string, key: string): Promise<Checkpoint | null> {
  return (await readPacked(file, key)) as Checkpoint | null;
}

/** The key of the checkpoint that lies there, without reading all of it; null where there is none. */
export async function checkpointKey(file: string): Promise<string | null> {
  return (await packedHead(file))?.key ?? null;
}
