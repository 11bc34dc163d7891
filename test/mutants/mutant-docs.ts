/**
 * Scores by room. They are kept in docs/mutants.json, a room at a time, and the tables of docs/mutants.md are written
 * from there: whoever changes one room need not run the others again.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fillMarkers } from '../../scripts/fill-markers.ts';
import type { Mutant, MutantRoom } from './mutant.ts';

const PAGE = 'docs/mutants.md';
const FIGURES = 'docs/mutants.json';

export interface MutantResult {
  readonly room: MutantRoom;
  readonly mutant: Mutant;
  readonly outcome: 'killed' | 'survived';
  readonly seconds: number;
  /** The first failure. */
  readonly by?: string | undefined;
}

export interface RoomScore {
  readonly killed: number;
  readonly survivors: readonly Survivor[];
}

/** A mutant that no test noticed; argued to be none where `equivalent` says why. */
export type Survivor = Pick<Mutant, 'breaks' | 'file' | 'equivalent'>;

export type Scores = Readonly<Partial<Record<MutantRoom, RoomScore>>>;

export function scoresOf(results: readonly MutantResult[]): Scores {
  const rooms = [...new Set(results.map(({ room }) => room))];
  return Object.fromEntries(rooms.map((room) => [room, scoreOf(results.filter((result) => result.room === room))]));
}

function scoreOf(results: readonly MutantResult[]): RoomScore {
  const survivors = results
    .filter(({ outcome }) => outcome === 'survived')
    .map(({ mutant: { breaks, file, equivalent } }) => ({ breaks, file, ...(equivalent && { equivalent }) }));
  return { killed: results.length - survivors.length, survivors };
}

/** Rows of room, killed, survived, equivalent, per cent killed of those that change anything; the sum of all last. */
export function scoreRows(scores: Scores): (readonly [string, number, number, number, number])[] {
  const rooms = Object.entries(scores);
  const all = { killed: 0, survivors: [] as Survivor[] };
  for (const [, { killed, survivors }] of rooms) {
    all.killed += killed;
    all.survivors.push(...survivors);
  }
  return [...rooms, ['all', all] as const].map(([room, { killed, survivors }]) => {
    const equivalent = survivors.filter((survivor) => survivor.equivalent !== undefined).length;
    const survived = survivors.length - equivalent;
    return [room, killed, survived, equivalent, Math.round((100 * killed) / Math.max(1, killed + survived))];
  });
}

/** Replaces the figures of these rooms and writes the page anew. */
export function recordScores(scores: Scores): void {
  const before = existsSync(FIGURES) ? (JSON.parse(readFileSync(FIGURES, 'utf8')) as Scores) : {};
  const after = { ...before, ...scores };
  writeFileSync(FIGURES, `${JSON.stringify(after, undefined, 2)}\n`);
  const page = readFileSync(PAGE, 'utf8');
  writeFileSync(PAGE, fillMarkers(page, 'mutants', { scores: scoreTable(after), survivors: survivorTable(after) }));
  console.log(`${PAGE}: ${Object.keys(scores).join(', ')}`);
}

export function scoreTable(scores: Scores): string {
  const rows = scoreRows(scores).map((row) => `| ${row.join(' | ')} % |`);
  return ['| room | killed | survived | equivalent | score |', '| --- | --: | --: | --: | --: |', ...rows].join('\n');
}

export function survivorTable(scores: Scores): string {
  const rows = Object.entries(scores).flatMap(([room, { survivors }]) =>
    survivors.map(({ breaks, file, equivalent }) => `| ${room} | ${breaks} | ${nameOf(file)} | ${equivalent ?? ''} |`),
  );
  if (rows.length === 0) return 'None.';
  return ['| room | what it breaks | file | why it may |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function nameOf(file: string): string {
  return `\`${file.slice(file.lastIndexOf('/') + 1)}\``;
}
