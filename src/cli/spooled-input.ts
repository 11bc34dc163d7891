/**
 * Standard input as a file, for commands that are given `-`: it is written to a folder of its own first, since formats
 * with an index at their end are read from there, and since another process computes.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ReconstructError } from '../engine/index.ts';
import { errorCode } from './node-files.ts';

const STANDARD_INPUT = '-';
/** Its name in messages: the format is told by the content. */
const SPOOL_NAME = 'standard-input';

/**
 * Runs `body` with the paths of the inputs, that of the spooled one in the place of `-`; it is removed afterwards.
 * @throws ReconstructError `option-invalid` for two of them and where nothing is piped, `output-failed` without room
 */
export async function withSpooledInput<T>(
  inputs: readonly string[],
  signal: AbortSignal,
  body: (paths: readonly string[]) => Promise<T>,
): Promise<T> {
  const count = inputs.filter((input) => input === STANDARD_INPUT).length;
  if (count === 0) return body(inputs);
  const refuse = (what: string): never => {
    throw new ReconstructError('option-invalid', `- is standard input, ${what}`, { option: STANDARD_INPUT });
  };
  if (count > 1) refuse('which can be read once only');
  if (process.stdin.isTTY) refuse('but nothing is piped into it; give a file, or pipe one');
  const folder = await mkdtemp(join(tmpdir(), 'gridpull-'));
  try {
    const path = join(folder, SPOOL_NAME);
    await spool(path, signal);
    return await body(inputs.map((input) => (input === STANDARD_INPUT ? path : input)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function spool(path: string, signal: AbortSignal): Promise<void> {
  try {
    await pipeline(process.stdin, createWriteStream(path), { signal });
  } catch (error) {
    signal.throwIfAborted();
    const message = `standard input cannot be kept in ${tmpdir()}: the system says ${errorCode(error)}. Free some space, or give a file.`;
    throw new ReconstructError('output-failed', message, { path }, { cause: error });
  }
}
