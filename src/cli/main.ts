/**
 * The command line. Results go to standard output, messages to standard error; exit codes are in `exit-codes.ts`.
 */
import { CommanderError } from 'commander';
import { COMPUTE_PROCESS } from './compute-messages.ts';
import { EXIT, explain } from './exit-codes.ts';
import { plainText } from './plain-text.ts';

// Each of the two processes reads its own code and no more.
if (process.argv[2] === COMPUTE_PROCESS && process.send) {
  const { serveComputing } = await import('./compute-server.ts');
  serveComputing();
} else {
  await runProgram();
}

async function runProgram(): Promise<void> {
  outliveClosedPipes();
  try {
    const { buildProgram } = await import('./program.ts');
    await buildProgram().parseAsync(process.argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed its message; help and version are successes.
      process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
      return;
    }
    const { code, line } = explain(error);
    process.stderr.write(`gridpull: ${plainText(line)}\n`);
    if (process.env['GRIDPULL_DEBUG']) console.error(error);
    process.exitCode = code;
  }
}

/** `gridpull info scan.ply | head -1` closes our output early: the rest has no reader, and that is no failure. */
function outliveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      process.exitCode = EXIT.failure;
      if (stream === process.stdout) {
        process.stderr.write(
          `gridpull: the result cannot be printed: the system says ${error.code ?? error.message}\n`,
        );
      }
    });
  }
}
