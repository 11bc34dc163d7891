/** How far a shared run is: what is there of each level and of the surface, whether it is joined, and what failed. */
import { access } from 'node:fs/promises';
import { MissingPiece } from './tiles-folder.ts';
import type { PieceProgress, PlannedRun } from './planned-run.ts';
import type { PartFailure } from './phase-notes.ts';
import type { PartTask } from './tiles-task.ts';

export interface LevelStatus {
  readonly resolution: number;
  /** Null while the level before, which decides on its tiles, is not there. */
  readonly progress: PieceProgress | null;
}

export interface TilesStatus {
  /** Absolute paths. */
  readonly inputs: readonly string[];
  readonly parts: number;
  readonly levels: readonly LevelStatus[];
  /** Null while the finest level's tiles are not known. */
  readonly surface: PieceProgress | null;
  /** Path of the mesh, where it is joined and there. */
  readonly mesh: string | null;
  readonly failures: readonly PartFailure[];
  readonly next: NextPhase;
}

/** The phase that is due. */
export type NextPhase = PartTask['phase'] | 'join' | 'nothing';

export async function statusOf(run: PlannedRun): Promise<TilesStatus> {
  const levels: LevelStatus[] = [];
  let surface: PieceProgress | null = null;
  for (const [level, resolution] of run.resolutions.entries()) {
    const tileCount = await tileCountOf(run, level);
    const progress = tileCount === null ? null : await run.progress(run.levelFolder(level), tileCount);
    levels.push({ resolution, progress });
    if (tileCount !== null && level === run.resolutions.length - 1) surface = await run.progress('surface', tileCount);
  }
  const due = levels.find(({ progress }) => !progress || progress.partsLeft.length > 0);
  const { inputs, parts, key } = run.plan;
  const mesh = await thereOrNull(await run.folder.notes.joinedMesh(key));
  const whole = mesh === null ? 'join' : 'nothing';
  const next = due ? 'solve' : surface && surface.partsLeft.length > 0 ? 'extract' : whole;
  return { inputs, parts, levels, surface, mesh, failures: await run.folder.notes.failures(), next };
}

/** Null where the level before is not whole. */
async function tileCountOf(run: PlannedRun, level: number): Promise<number | null> {
  try {
    return (await run.boxes(level)).length;
  } catch (error) {
    if (error instanceof MissingPiece) return null;
    throw error;
  }
}

async function thereOrNull(file: string | null): Promise<string | null> {
  if (file === null) return null;
  return access(file).then(
    () => file,
    () => null,
  );
}

/** In lines. @param folder as the person calls it */
export function statusText(folder: string, status: TilesStatus): string {
  const { inputs, parts, mesh, failures } = status;
  return [
    `${folder}: ${inputs.join(', ')} in ${parts} ${parts === 1 ? 'part' : 'parts'}`,
    ...rowsOf(status).map(([name, progress]) => `  ${name.padEnd(10)} ${progressText(progress)}`),
    ...failures.map((failure) => `  failed     ${failureText(failure)}`),
    mesh === null ? `  next       gridpull tiles ${nextCommand(folder, status)}` : `  joined     ${mesh}`,
    '',
  ].join('\n');
}

/** In one line, for what is drawn again and again. */
export function statusLine(status: TilesStatus): string {
  if (status.mesh !== null) return `joined: ${status.mesh}`;
  const rows = rowsOf(status).map(([name, progress]) => `${name} ${progress ? doneText(progress) : '…'}`);
  return rows.join(', ');
}

/**
 * The part of all tiles that is there, 0 … 1: drawn ones count as solved ones do, levels that are not planned yet as
 * the last.
 */
export function shareOf({ levels, surface, mesh }: TilesStatus): number {
  if (mesh !== null) return 1;
  const shares = [...levels.map(({ progress }) => progress), surface].map((progress) =>
    progress && progress.tiles > 0 ? progress.done / progress.tiles : 0,
  );
  // The last hundredth is the mesh.
  return (0.99 * shares.reduce((sum, share) => sum + share, 0)) / shares.length;
}

export function failureText({ phase, part, line }: PartFailure): string {
  return `${phase}${part === null ? '' : `, part ${part}`}: ${line}`;
}

function rowsOf({ levels, surface }: TilesStatus): (readonly [string, PieceProgress | null])[] {
  return [
    ...levels.map(({ resolution, progress }) => [`level ${resolution}`, progress] as const),
    ['surface', surface] as const,
  ];
}

function nextCommand(folder: string, { next, parts }: TilesStatus): string {
  return next === 'join' ? `join ${folder} -o MESH` : `${next} ${folder} I/${parts}`;
}

function progressText(progress: PieceProgress | null): string {
  if (!progress) return 'waits for the level before';
  const { partsLeft } = progress;
  const left =
    partsLeft.length === 0 ? '' : `; left to ${partsLeft.length === 1 ? 'part' : 'parts'} ${ranges(partsLeft)}`;
  return `${doneText(progress)} tiles${left}`;
}

function doneText({ done, tiles }: PieceProgress): string {
  return `${done} of ${tiles}`;
}

/** 1, 2, 3, 5 as `1-3,5`, which is how Slurm wants an array, too. */
function ranges(numbers: readonly number[]): string {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last && number === last[1] + 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(',');
}
