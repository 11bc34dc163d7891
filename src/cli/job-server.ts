/** The other end of `job-process.ts`: waits for one job, runs it, answers, and ends. */
import { failureMessage, type FromJobProcess, type Job, type ToJobProcess } from './job.ts';
import { runJob } from './run-job.ts';

/** How long the cleaning up after a lost command line may take. */
const ORPHAN_MS = 2000;

export function serveJob(): void {
  const controller = new AbortController();
  // A terminal sends Ctrl+C to both processes; the command line decides what it means.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => undefined);
  process.once('disconnect', () => {
    controller.abort(new Error('the command line is gone'));
    setTimeout(() => process.exit(), ORPHAN_MS).unref();
  });
  process.on('message', (message: ToJobProcess) => {
    if (message.type === 'cancel') controller.abort(new Error('cancelled'));
    else void answerJob(message.job, controller.signal);
  });
}

async function answerJob(job: Job, signal: AbortSignal): Promise<void> {
  await using opened = new AsyncDisposableStack();
  const answer = await outcomeOf(job, opened, signal);
  // The command line ends this process as soon as it has the answer; where it is gone, nothing else holds us.
  if (process.connected) await sent(answer);
  if (process.connected) process.disconnect();
}

async function outcomeOf(job: Job, opened: AsyncDisposableStack, signal: AbortSignal): Promise<FromJobProcess> {
  try {
    const onEvent = (event: Extract<FromJobProcess, { type: 'event' }>['event']): void => {
      if (process.connected) void sent({ type: 'event', event });
    };
    return { type: 'done', result: await runJob(job, opened, { signal, onEvent }) };
  } catch (error) {
    if (signal.aborted && error === signal.reason) return { type: 'cancelled' };
    return failureMessage(error);
  }
}

function sent(message: FromJobProcess): Promise<void> {
  return new Promise((resolve) => {
    // A failure to send means that nobody listens any more: `disconnect` follows.
    process.send?.(message, undefined, undefined, () => resolve());
  });
}
