/**
 * `gridpull tiles watch`: how far a shared run is, told whenever it changes, until it is joined or a phase has failed.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { ReconstructError } from '../../engine/vocabulary.ts';
import { Incomplete } from '../exit-codes.ts';
import type { LiveLine } from '../live-line.ts';
import { progressLine } from '../terminal.ts';
import { PlannedRun } from '../tiles/planned-run.ts';
import { TilesFolder, type TilesPlanFile } from '../tiles/tiles-folder.ts';
import { failureText, shareOf, statusLine, statusOf, statusText, type TilesStatus } from '../tiles/tiles-status.ts';

export interface WatchArguments {
  /** Seconds between two looks. */
  readonly every: number;
  readonly json?: boolean;
  /** Goes on after a failure: a scheduler may call the phase again. */
  readonly keepGoing?: boolean;
}

/** Where progress goes. */
export interface WatchOutput {
  readonly line: LiveLine;
  /** Text for standard output, now. */
  readonly print: (text: string) => void;
}

/**
 * Gives the text to print at the end. Rejects with `Incomplete` and the exit code of a phase that failed, or with the
 * signal's reason.
 */
export async function watchCommand(
  folder: string,
  { every, json = false, keepGoing = false }: WatchArguments,
  { line, print }: WatchOutput,
  signal: AbortSignal,
): Promise<string> {
  if (every < 1) {
    throw new ReconstructError('option-invalid', '--every is 0; allowed: whole seconds from 1 on', {
      option: '--every',
    });
  }
  const watched = new WatchedRun(new TilesFolder(folder));
  let told = '';
  for (;;) {
    const status = await watched.look();
    const text = JSON.stringify(status ?? { waiting: 'plan' });
    if (text !== told) {
      told = text;
      if (json) print(`${text}\n`);
      else tell(line, status);
    }
    const failures = await watched.failures();
    if (status?.mesh != null) return json ? '' : statusText(folder, status);
    const [first] = failures;
    if (first && !keepGoing) {
      line.clear();
      throw new Incomplete(first.code, failureText(first), json || !status ? '' : statusText(folder, status));
    }
    await delay(1000 * every, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

/** On a terminal in one place; elsewhere a line each. */
function tell(line: LiveLine, status: TilesStatus | null): void {
  const label = status ? statusLine(status) : 'waits for the plan';
  if (line.isLive) line.show(progressLine(status ? shareOf(status) : 0, label, line.columns));
  else line.note(label);
}

/** Reads the plan once: it may be large, and a look needs the heads of pieces only. */
class WatchedRun {
  readonly #folder: TilesFolder;
  #plan = '';
  #run: PlannedRun | null = null;

  constructor(folder: TilesFolder) {
    this.#folder = folder;
  }

  failures() {
    return this.#folder.notes.failures();
  }

  /** Null while there is no plan, or one is being made anew. */
  async look(): Promise<TilesStatus | null> {
    const plan = await this.#folder.plan();
    if (!plan) return null;
    const run = await this.#runOf(plan);
    return run && (await statusOf(run));
  }

  async #runOf(plan: TilesPlanFile): Promise<PlannedRun | null> {
    const name = `${plan.key} ${plan.parts}`;
    if (this.#run && this.#plan === name) return this.#run;
    // The rest of a plan that is made anew is of another than `plan.json` until that is written, last of all.
    if (!(await this.#folder.hasStart(plan))) return null;
    this.#run = await PlannedRun.read(this.#folder);
    this.#plan = name;
    return this.#run;
  }
}
