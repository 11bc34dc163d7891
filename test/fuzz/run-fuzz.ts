/**
 * Feeds targets with inputs of numbers, and tells those that are answered neither with a result nor with an error of
 * ours.
 */
import { messageOf, ReconstructError } from '../../src/engine/index.ts';
import { Dice } from './mutate.ts';
import type { FuzzTarget } from './targets.ts';

export interface Finding {
  /** `target:number`, which makes it again. */
  readonly name: string;
  readonly what: string;
}

export interface Fuzzed {
  readonly target: string;
  readonly tried: number;
  /** Inputs that were taken all the same, and those that were refused as they should. */
  readonly taken: number;
  readonly refused: number;
  readonly slowestMs: number;
  readonly findings: readonly Finding[];
}

/** No input of our size takes as long on any machine, unless by a loop that its numbers ask for. */
const HANG_CPU_MS = 5000;

/** Inputs `first` … `first + count - 1` of one target. */
export async function fuzz(target: FuzzTarget, first: number, count: number): Promise<Fuzzed> {
  const findings: Finding[] = [];
  let [taken, refused, slowestMs] = [0, 0, 0];
  for (let input = first; input < first + count; input++) {
    const tell = (what: string): void => void findings.push({ name: `${target.name}:${input}`, what });
    const made = target.make(new Dice(target.name, input));
    const before = process.cpuUsage();
    try {
      const wrong = await target.take(made as never);
      taken++;
      if (wrong !== null) tell(wrong);
    } catch (error) {
      refused++;
      // The sentence that a person reads says what and where, and is one.
      if (!(error instanceof ReconstructError))
        tell(`${error instanceof Error ? error.name : 'thrown'}: ${messageOf(error)}`);
      else if (/\[object |undefined|\bNaN\b of/.test(error.message)) tell(`an odd sentence: ${error.message}`);
    }
    const { user, system } = process.cpuUsage(before);
    const ms = (user + system) / 1000;
    slowestMs = Math.max(slowestMs, ms);
    if (ms > HANG_CPU_MS) tell(`it took ${ms.toFixed(0)} ms`);
  }
  return { target: target.name, tried: count, taken, refused, slowestMs, findings };
}
