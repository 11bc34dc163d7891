/**
 * Starts the process that computes, and speaks for it.
 *
 * Why a process of its own: graphics drivers are native code. They may crash, take the memory of the whole process
 * with them, block its only thread for seconds, and print to standard error what no user can act on; Dawn, for one,
 * prints two lines about limits it lowered (`maxDynamic…BuffersPerPipelineLayout`) on every Mesa driver, straight from
 * C++, with no switch against it. Kept apart, a crash is one clear line, Ctrl+C works at any moment, and the driver's
 * lines can be sorted before a person sees them.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import type { RunContext } from '../engine/index.ts';
import { ProcessLost } from './exit-codes.ts';
import { removePartialFiles } from './node-files.ts';
import { errorOf, type FromJobProcess, type Job, type JobResult, type ToJobProcess } from './job.ts';

/** The argument that makes the program the computing process: it is one bundle for both. */
export const JOB_PROCESS = '--job-process';

/** Known to be harmless, and printed on every run with a Mesa driver (Dawn, native/Limits.cpp). */
const HARMLESS = /^Warning: maxDynamic(Uniform|Storage)BuffersPerPipelineLayout artificially reduced/;

/** JavaScript's heap or a driver's allocation is used up; what is printed from there on is a stack. */
const OUT_OF_MEMORY = /Last few GCs|heap out of memory|std::bad_alloc/;

/**
 * Runs the job in a process of its own and passes its events on. `onDriverLine` hears what native code printed, but
 * for lines known to be harmless.
 * Rejects like `runJob`, with `ProcessLost` where the process died, with `signal.reason` when cancelled.
 */
export async function runInProcess(
  job: Job,
  context: RunContext,
  onDriverLine: (line: string) => void,
): Promise<JobResult> {
  context.signal.throwIfAborted();
  const child = fork(process.argv[1] ?? '', [JOB_PROCESS], {
    serialization: 'advanced',
    // Its standard output is no result of ours: what native code prints there is treated like its other lines.
    stdio: ['inherit', 'pipe', 'pipe', 'ipc'],
  });
  const send = (message: ToJobProcess): void => {
    // A process that is gone tells so by its exit.
    if (child.connected) child.send(message, () => undefined);
  };
  // However this ends, the other process ends with it; a second Ctrl+C goes by way of `exit`.
  const end = (): void => {
    child.kill('SIGKILL');
    if (child.pid !== undefined) removePartialFiles(job.output, child.pid);
  };
  process.once('exit', end);
  let isOutOfMemory = false;
  const onLine = (line: string): void => {
    isOutOfMemory ||= OUT_OF_MEMORY.test(line);
    if (!isOutOfMemory && !HARMLESS.test(line)) onDriverLine(line);
  };
  const lines = [child.stdout, child.stderr].map((stream) => eachLine(stream, onLine));
  const cancel = (): void => send({ type: 'cancel' });
  context.signal.addEventListener('abort', cancel, { once: true });
  try {
    send({ type: 'run', job });
    const answer = await new Promise<FromJobProcess | ProcessLost>((resolve) => {
      child.on('message', (message: FromJobProcess) => {
        if (message.type === 'event') context.onEvent(message.event);
        else resolve(message);
      });
      child.once('error', (error) => resolve(new ProcessLost(error.message)));
      child.once('exit', (code, signal) => resolve(new ProcessLost(signal ?? `exit code ${code}`)));
    });
    // Its answer is its last act; what drivers do while they are unloaded is not worth waiting for.
    end();
    await Promise.all(lines);
    return resultOf(
      isOutOfMemory && answer instanceof ProcessLost ? new ProcessLost('out of memory') : answer,
      context,
    );
  } finally {
    process.removeListener('exit', end);
    context.signal.removeEventListener('abort', cancel);
  }
}

function resultOf(answer: FromJobProcess | ProcessLost, { signal }: RunContext): JobResult {
  if (answer instanceof ProcessLost) {
    // Ctrl+C in a terminal reaches both processes: one that had not yet begun to listen is simply gone.
    signal.throwIfAborted();
    throw answer;
  }
  switch (answer.type) {
    case 'done':
      return answer.result;
    case 'failed':
    case 'fault':
      throw errorOf(answer);
    case 'cancelled':
    case 'event':
      throw signal.reason;
  }
}

async function eachLine(stream: Readable | null, onLine: (line: string) => void): Promise<void> {
  if (!stream) return;
  const reader = createInterface({ input: stream });
  reader.on('line', onLine);
  await once(reader, 'close');
}
