/**
 * Which of the planned levels are solved, and which of them in tiles: decided anew from every grid that is known, for
 * points say little of the bricks across holes. A level is expected to have as many times the bricks of the one before
 * as that has of the one before it, and 4.5 times at least: measured 2.8 to 4.5 from 256 on, 6.8 on a lattice of bars.
 *
 * `auto` does not go to a level that would take more than there is of main memory, nor to one that the spacing asks for
 * and that would cost over 75 of its bricks for each brick of the level before whose points are closer than the voxels:
 * a laser scan whose points are dense in a few places, by their median. A uniform cloud costs 16 where the level is
 * just asked for. Measured, bricks for each: 62 (a bust with a dense head, whose 512 is worth it); some 80 (gear and
 * skull of density 1:300, at 512 as good as at 256, .1 % better and worse), 48, 86 and 212 (a street, to 512 and on),
 * 39 and 125 (a room, to 512 and on), 191 (a few patches, to 512; 97 s at 2048). Where most bricks with points are such
 * ones it goes on whatever it costs, for the places are not few: of a cable thinner than a voxel hardly any brick holds
 * points (.93 of them crowded at 256 cells; those scans .23 to .45), but coarse levels have bricks all about it.
 */
import type { CloudScale } from '../../analysis/measure-scale.ts';
import {
  AUTO_START_RESOLUTION,
  endPlanAt,
  type FinestReason,
  type LevelPlan,
  type PlannedLevel,
} from '../../grid/plan-levels.ts';
import { RESOLUTIONS } from '../../resolutions.ts';
import { gridMemoryBytes } from '../../run/main-memory.ts';
import type { BrickCounts } from '../../tiles/crowded-bricks.ts';
import { LEAST_TILED_RESOLUTION } from '../../tiles/unit-box.ts';

export interface CourseInput {
  readonly plan: LevelPlan;
  /** What the plan was made from. */
  readonly scale: CloudScale;
  /** The levels were not asked for. */
  readonly isAuto: boolean;
  /** The finest level takes more points than the others, and is solved in tiles for that. */
  readonly isDense: boolean;
  /** Cells an axis of the first level that is solved in tiles for the number of its points; Infinity where none is. */
  readonly firstTiled: number;
  /** Crowded are bricks whose points are closer than the voxels. */
  readonly bricks: BrickCounts;
  /** Bricks of a level that the device's buffers hold. */
  readonly mostBricks: number;
  /** Main memory that is free. */
  readonly memoryBytes: number;
}

const LEAST_GROWTH = 4.5;
const MOST_BRICKS_PER_CROWDED = 75;
/** Of the bricks with points. */
const MANY_CROWDED = 0.5;
/**
 * A level grows 4.0 to 4.1 times as a rule. One that may just fit is tried as a whole: it is refused before anything of
 * it is computed, and tiled then, which takes a third longer (a tower at 1024).
 */
const SURE_EXCESS = 1.25;

export class LevelCourse {
  readonly #input: CourseInput;
  #plan: LevelPlan;
  #firstTiled: number;
  #brickCount = 0;
  /** The level that has so many. */
  #known = 0;
  #growth = LEAST_GROWTH;

  constructor(input: CourseInput) {
    this.#input = input;
    this.#plan = input.plan;
    this.#firstTiled = input.firstTiled;
  }

  /** As far as it is known by now. */
  get plan(): LevelPlan {
    return this.#plan;
  }

  /** The bricks of the next level for each of the last one: what a checkpoint keeps. */
  get growth(): number {
    return this.#growth;
  }

  /** Planned levels finer than `resolution`, coarse to fine: those that are solved as a whole, and those in tiles. */
  after(resolution: number): { readonly whole: PlannedLevel[]; readonly tiled: PlannedLevel[] } {
    const left = this.#plan.levels.filter(({ frame }) => frame.resolution > resolution);
    const isTiled = ({ frame }: PlannedLevel): boolean => frame.resolution >= this.#firstTiled;
    return { whole: left.filter((level) => !isTiled(level)), tiled: left.filter(isTiled) };
  }

  /** The grid of a level is known that is to be solved as a whole. Whether that changes what is to come. */
  learn(resolution: number, brickCount: number): boolean {
    const [plan, firstTiled] = [this.#plan, this.#firstTiled];
    if (this.#brickCount > 0) this.#growth = Math.max(LEAST_GROWTH, brickCount / this.#brickCount);
    this.#brickCount = brickCount;
    this.#known = resolution;
    // All points of a large cloud are on its finest level: none that is solved without them becomes that.
    if (!this.#input.isDense) this.#endIfDear(resolution, this.#growth * brickCount);
    this.#foresee(resolution);
    return plan !== this.#plan || firstTiled !== this.#firstTiled;
  }

  /** As `learn` of a level that was solved before, in another run. */
  resume(resolution: number, brickCount: number, growth: number): void {
    this.#brickCount = brickCount;
    this.#known = resolution;
    this.#growth = growth;
    this.#foresee(resolution);
  }

  /** Whether a level after this one, which is the last, would be worth its bricks: `auto` goes by the same rule. */
  isWorthFiner(resolution: number): boolean {
    if (resolution < AUTO_START_RESOLUTION || resolution !== this.#known) return true;
    return this.#servesMany(resolution, this.#growth * this.#brickCount);
  }

  /** The device has no memory for this level as a whole. Whether it can be solved in tiles. */
  refuse(resolution: number): boolean {
    if (resolution < LEAST_TILED_RESOLUTION) return false;
    this.#firstTiled = Math.min(this.#firstTiled, resolution);
    return true;
  }

  /** Whether the level after this one is expected to exceed the device's buffers, though its points do not. */
  #foresee(resolution: number): void {
    const { isDense, mostBricks } = this.#input;
    let estimate = this.#growth * this.#brickCount;
    const [next] = this.#left(resolution);
    if (next && estimate > SURE_EXCESS * mostBricks) this.refuse(next.frame.resolution);
    for (const { frame } of this.#left(resolution)) {
      const isTiled = frame.resolution >= this.#firstTiled;
      if (!isTiled && !isDense) return;
      // Of levels in tiles the grid is known only once they are solved: what they lead to is decided now.
      estimate *= this.#growth;
      if (this.#endIfDear(frame.resolution, estimate)) {
        if (isDense) this.refuse(frame.resolution);
        return;
      }
      if (!isTiled) return;
    }
  }

  #left(resolution: number): PlannedLevel[] {
    const { whole, tiled } = this.after(resolution);
    return [...whole, ...tiled];
  }

  /** Makes a level the last one where the next, of so many bricks, costs too much. */
  #endIfDear(resolution: number, nextBricks: number): boolean {
    const { isAuto, scale } = this.#input;
    const [next] = this.#left(resolution);
    if (!isAuto || !next || next.frame.resolution <= AUTO_START_RESOLUTION) return false;
    const reason = this.#whyDear(resolution, next.frame.resolution, nextBricks);
    if (reason === undefined) return false;
    this.#plan = endPlanAt(this.#plan, scale, resolution, reason);
    return true;
  }

  /** Whether the points are closer than the voxels in enough of a level's bricks for the next one's. */
  #servesMany(resolution: number, nextBricks: number): boolean {
    const { crowded, occupied } = this.#input.bricks;
    const level = RESOLUTIONS.indexOf(resolution);
    const isCrowded = crowded[level]! > MANY_CROWDED * occupied[level]!;
    return isCrowded || nextBricks <= MOST_BRICKS_PER_CROWDED * crowded[level]!;
  }

  #whyDear(resolution: number, next: number, nextBricks: number): FinestReason | undefined {
    const { memoryBytes } = this.#input;
    if (gridMemoryBytes(nextBricks) > memoryBytes) return 'memory';
    if (next > this.#plan.spacingResolution || this.#servesMany(resolution, nextBricks)) return undefined;
    return 'cost';
  }
}
