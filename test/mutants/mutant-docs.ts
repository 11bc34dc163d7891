/**
 * Scores by room. What became of every mutant is kept in docs/mutants.json, and the tables of docs/mutants.md are
 * written from there: whoever changes one file need not run the mutants of all others again.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { writePages } from '../../scripts/fill-markers.ts';
import type { Mutant, MutantRoom } from './mutant.ts';
import { MUTANTS } from './mutants.ts';

const PAGE = 'docs/mutants.md';
const FIGURES = 'docs/mutants.json';

export type Outcome = 'killed' | 'survived';

/** Keyed by room, and there by what a mutant breaks. */
export type Outcomes = Readonly<Record<string, Readonly<Record<string, Outcome>>>>;

export interface MutantResult {
  readonly room: MutantRoom;
  readonly mutant: Mutant;
  readonly outcome: Outcome;
  readonly seconds: number;
  /** The first failure. */
  readonly by?: string | undefined;
}

export interface RoomScore {
  readonly room: string;
  readonly killed: number;
  readonly survived: number;
  /** Survived, and argued to change nothing that is promised. */
  readonly equivalent: number;
  /** Mutants without an outcome so far. */
  readonly notRun: number;
}

type Tables = Readonly<Record<string, readonly Mutant[]>>;

/** One score a room; the sum of all comes last. */
export function scoresOf(outcomes: Outcomes, tables: Tables = MUTANTS): RoomScore[] {
  const scores = Object.entries(tables).map(([room, mutants]) => scoreOf(room, mutants, outcomes));
  const sum = (of: (score: RoomScore) => number): number => scores.reduce((total, score) => total + of(score), 0);
  const all = {
    room: 'all',
    killed: sum((score) => score.killed),
    survived: sum((score) => score.survived),
    equivalent: sum((score) => score.equivalent),
    notRun: sum((score) => score.notRun),
  };
  return [...scores, all];
}

function scoreOf(room: string, mutants: readonly Mutant[], outcomes: Outcomes): RoomScore {
  const count = (holds: (mutant: Mutant, outcome?: Outcome) => boolean): number =>
    mutants.filter((mutant) => holds(mutant, outcomes[room]?.[mutant.breaks])).length;
  return {
    room,
    killed: count((_, outcome) => outcome === 'killed'),
    survived: count(({ equivalent }, outcome) => outcome === 'survived' && equivalent === undefined),
    equivalent: count(({ equivalent }, outcome) => outcome === 'survived' && equivalent !== undefined),
    notRun: count((_, outcome) => outcome === undefined),
  };
}

/** Per cent killed, of those that change anything. */
export const percentOf = ({ killed, survived }: RoomScore): number =>
  Math.round((100 * killed) / Math.max(1, killed + survived));

export const outcomesOf = (results: readonly MutantResult[]): Outcomes => {
  const rooms = [...new Set(results.map(({ room }) => room))];
  const of = (room: MutantRoom): [string, Outcome][] =>
    results.filter((result) => result.room === room).map(({ mutant, outcome }) => [mutant.breaks, outcome]);
  return Object.fromEntries(rooms.map((room) => [room, Object.fromEntries(of(room))]));
};

export function readOutcomes(): Outcomes {
  return existsSync(FIGURES) ? (JSON.parse(readFileSync(FIGURES, 'utf8')) as Outcomes) : {};
}

/** Keeps what became of these mutants beside what became of others, and writes the page anew. */
export function recordOutcomes(results: readonly MutantResult[]): void {
  const before = readOutcomes();
  const fresh = outcomesOf(results);
  const outcomes = Object.fromEntries(
    Object.entries(MUTANTS).map(([room, mutants]) => [
      room,
      Object.fromEntries(
        mutants.flatMap(({ breaks }): [string, Outcome][] => {
          const outcome = fresh[room]?.[breaks] ?? before[room]?.[breaks];
          return outcome ? [[breaks, outcome]] : [];
        }),
      ),
    ]),
  );
  writeFileSync(FIGURES, `${JSON.stringify(outcomes, undefined, 2)}\n`);
  writePages('mutants', { [PAGE]: { scores: scoreTable(outcomes), survivors: survivorTable(outcomes) } });
}

export function scoreTable(outcomes: Outcomes, tables: Tables = MUTANTS): string {
  const rows = scoresOf(outcomes, tables).map(
    (score) =>
      `| ${score.room} | ${score.killed} | ${score.survived} | ${score.equivalent} | ${score.notRun} | ${percentOf(score)} % |`,
  );
  return [
    '| room | killed | survived | equivalent | not run | score |',
    '| --- | --: | --: | --: | --: | --: |',
    ...rows,
  ].join('\n');
}

export function survivorTable(outcomes: Outcomes, tables: Tables = MUTANTS): string {
  const rows = Object.entries(tables).flatMap(([room, mutants]) =>
    mutants
      .filter(({ breaks }) => outcomes[room]?.[breaks] === 'survived')
      .map(({ breaks, file, equivalent }) => `| ${room} | ${breaks} | ${nameOf(file)} | ${equivalent ?? ''} |`),
  );
  if (rows.length === 0) return 'None.';
  return ['| room | what it breaks | file | why it may |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function nameOf(file: string): string {
  return `\`${file.slice(file.lastIndexOf('/') + 1)}\``;
}
