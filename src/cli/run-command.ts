/** What all commands share: Ctrl+C, progress on the terminal, and where their text goes. */
import type { RunContext } from '../engine/index.ts';
import { EXIT, Incomplete, Interrupted } from './exit-codes.ts';
import { plainText } from './plain-text.ts';
import { openTerminal, type Terminal } from './terminal.ts';

/** Runs a command and prints the text it gives. Ctrl+C cancels; a second Ctrl+C ends the program at once. */
export async function runCommand(command: (signal: AbortSignal) => Promise<string>): Promise<void> {
  const controller = new AbortController();
  const interrupt = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort(new Interrupted(name === 'SIGINT'));
  };
  // Never taken off again: Ctrl+C while the last message is printed must not change what the shell is told.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, interrupt);
  try {
    process.stdout.write(plainText(await command(controller.signal)));
  } catch (error) {
    if (error instanceof Incomplete) process.stdout.write(plainText(error.text));
    throw error;
  }
}

/** The same for a command that tells the engine's events. */
export function runWithProgress(
  quiet: boolean,
  command: (context: RunContext, terminal: Terminal) => Promise<string>,
): Promise<void> {
  return runCommand(async (signal) => {
    const terminal = openTerminal(quiet);
    try {
      return await command({ signal, onEvent: (event) => terminal.onEvent(event) }, terminal);
    } finally {
      terminal.done();
    }
  });
}
