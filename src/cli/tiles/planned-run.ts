/** A plan as the phases after it see it: which tiles each level has, whose they are, and where they lie. */
import {
  isNeeded,
  neededOf,
  plannedTiles,
  ReconstructError,
  type TiledStart,
  type TilePiece,
  type UnitBox,
} from '../../engine/index.ts';
import { openPoints } from './points-file.ts';
import type { MissingPiece, PieceFolder, SavedStart, TilesFolder, TilesPlanFile } from './tiles-folder.ts';

export interface PieceProgress {
  readonly tiles: number;
  readonly done: number;
  /** From 1. */
  readonly partsLeft: readonly number[];
}

export function resolutionsOf({ levels }: TiledStart): number[] {
  return levels.map(({ level }) => level.frame.resolution);
}

/** All points of a large cloud, to be read in parts; nothing where there are none. */
export async function pointsOf(folder: TilesFolder, plan: TilesPlanFile, { start, points }: SavedStart) {
  if (!start.dense || !points) return undefined;
  const damaged = (file: string): Error =>
    new ReconstructError('cloud-format', `${file} is damaged; ${folder.planCommand(plan)}`, { path: file });
  return openPoints((name) => folder.file(name), points, start.dense, damaged);
}

/** What the phases after the plan have in common. */
export class PlannedRun {
  readonly folder: TilesFolder;
  readonly plan: TilesPlanFile;
  readonly saved: SavedStart;

  readonly #signal: AbortSignal | undefined;
  readonly #boxes = new Map<number, Promise<UnitBox[]>>();

  private constructor(folder: TilesFolder, plan: TilesPlanFile, saved: SavedStart, signal?: AbortSignal) {
    this.#signal = signal;
    this.folder = folder;
    this.plan = plan;
    this.saved = saved;
  }

  /** @param signal ends what is read of it later, too */
  static async read(folder: TilesFolder, signal?: AbortSignal): Promise<PlannedRun> {
    const plan = await folder.madePlan();
    return new PlannedRun(folder, plan, await folder.madeStart(plan), signal);
  }

  get resolutions(): readonly number[] {
    return resolutionsOf(this.saved.start);
  }

  levelFolder(level: number): `level-${number}` {
    return `level-${this.resolutions[level]!}`;
  }

  /** @throws ReconstructError where the level before, which may have to say where they are, is not whole */
  boxes(level: number): Promise<UnitBox[]> {
    const known = this.#boxes.get(level) ?? this.#planned(level);
    this.#boxes.set(level, known);
    // Asked again, it looks again: others may have made what is missing.
    known.catch(() => this.#boxes.delete(level));
    return known;
  }

  #planned(level: number): Promise<UnitBox[]> {
    return plannedTiles(this.saved.start, level, async () => {
      const before = await this.boxes(level - 1);
      const coords: Uint32Array[] = [];
      for (const number of before.keys()) {
        const { fields } = await this.tile(level - 1, number, before.length);
        for (const { brickCoords } of fields) coords.push(brickCoords);
      }
      return { coords: concatenated(coords), resolution: this.resolutions[level - 1]! };
    });
  }

  /** The numbers of a part's tiles: neighbours as a rule, so that few are read twice. */
  own(tileCount: number, part: number): number[] {
    const { parts } = this.plan;
    const [first, end] = [part - 1, part].map((at) => Math.floor((at * tileCount) / parts)) as [number, number];
    return Array.from({ length: end - first }, (_, i) => first + i);
  }

  /** @throws ReconstructError where it is missing, naming the command that makes it */
  async tile(level: number, number: number, tileCount: number): Promise<TilePiece> {
    this.#signal?.throwIfAborted();
    const piece = await this.folder.tile(this.plan, this.levelFolder(level), number);
    if (piece) return piece;
    throw this.missing(this.levelFolder(level), number, tileCount);
  }

  missing(folder: PieceFolder, number: number, tileCount: number): MissingPiece {
    const part = this.#parts.find((i) => this.own(tileCount, i).includes(number))!;
    return this.folder.missing(this.plan, folder, number, part);
  }

  /** How far a folder of tiles is, by the heads of what lies there. */
  async progress(folder: PieceFolder, tileCount: number): Promise<PieceProgress> {
    const left = new Set<number>();
    for (let number = 0; number < tileCount; number++) {
      if (!(await this.folder.hasPiece(this.plan, folder, number))) left.add(number);
    }
    const partsLeft = this.#parts.filter((part) => this.own(tileCount, part).some((number) => left.has(number)));
    return { tiles: tileCount, done: tileCount - left.size, partsLeft };
  }

  get #parts(): number[] {
    return Array.from({ length: this.plan.parts }, (_, i) => i + 1);
  }

  /** Those of a level that a tile needs, in their order, and of each no more than it needs. */
  async near(phase: 'solve' | 'extract', level: number, boxes: readonly UnitBox[], by: UnitBox): Promise<TilePiece[]> {
    const { frame } = this.saved.start.levels[level]!.level;
    const pieces: TilePiece[] = [];
    for (const [number, box] of boxes.entries()) {
      if (!isNeeded(box, by, phase)) continue;
      pieces.push(neededOf(await this.tile(level, number, boxes.length), by, phase, frame));
    }
    return pieces;
  }
}

function concatenated(arrays: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let next = 0;
  for (const array of arrays) {
    all.set(array, next);
    next += array.length;
  }
  return all;
}
