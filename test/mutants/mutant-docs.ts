/** Scores by room, and the tables of docs/mutants.md that are written from them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fillMarkers } from '../../scripts/fill-markers.ts';
import type { Mutant, MutantRoom } from './mutant.ts';

const PAGE = 'docs/mutants.md';

export interface MutantResult {
  readonly room: MutantRoom;
  readonly mutant: Mutant;
  readonly outcome: 'killed' | 'survived';
  readonly seconds: number;
  /** The first failure. */
  readonly by?: string | undefined;
}

export interface Score {
  readonly killed: number;
  readonly survived: number;
  /** Survived, and argued to change nothing that is promised. */
  readonly equivalent: number;
}

/** By room, in the order of the results; the sum of all comes last. */
export function scoreOf(results: readonly MutantResult[]): Map<string, Score> {
  const rooms = [...new Set(results.map(({ room }) => room))];
  const scores = rooms.map((room): [string, Score] => [room, count(results.filter((result) => result.room === room))]);
  return new Map([...scores, ['all', count(results)]]);
}

function count(results: readonly MutantResult[]): Score {
  const survivors = results.filter(({ outcome }) => outcome === 'survived');
  const equivalent = survivors.filter(({ mutant }) => mutant.equivalent !== undefined).length;
  return { killed: results.length - survivors.length, survived: survivors.length - equivalent, equivalent };
}

/** Killed, of those that change anything. */
export const percentOf = ({ killed, survived }: Score): number =>
  Math.round((100 * killed) / Math.max(1, killed + survived));

export function scoreLine([room, score]: readonly [string, Score]): string {
  const { killed, survived, equivalent } = score;
  return `${room.padEnd(12)} ${percentOf(score)} %: ${killed} killed, ${survived} survived, ${equivalent} equivalent`;
}

export function writeMutantDocs(results: readonly MutantResult[]): void {
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(PAGE, fillMarkers(page, 'mutants', { scores: scoreTable(results), survivors: survivorTable(results) }));
  console.log(`${PAGE}: scores, survivors`);
}

export function scoreTable(results: readonly MutantResult[]): string {
  const rows = [...scoreOf(results)].map(
    ([room, score]) =>
      `| ${room} | ${score.killed} | ${score.survived} | ${score.equivalent} | ${percentOf(score)} % |`,
  );
  return ['| room | killed | survived | equivalent | score |', '| --- | --: | --: | --: | --: |', ...rows].join('\n');
}

export function survivorTable(results: readonly MutantResult[]): string {
  const rows = results
    .filter(({ outcome }) => outcome === 'survived')
    .map(
      ({ room, mutant: { breaks, file, equivalent } }) =>
        `| ${room} | ${breaks} | ${nameOf(file)} | ${equivalent ?? ''} |`,
    );
  if (rows.length === 0) return 'None.';
  return ['| room | what it breaks | file | why it may |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function nameOf(file: string): string {
  return `\`${file.slice(file.lastIndexOf('/') + 1)}\``;
}
