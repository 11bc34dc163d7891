/**
 * Graphics memory and time of a run, from the numbers of points, bricks and cells that it will have.
 *
 * Memory is counted, not fitted: the buffers of each stage are known (`level-system.ts`, `assemble-cells.ts`,
 * `orient-normals.ts`). Over the shared clouds at 64 to 512 it comes out within 15 % where surfaces are closed, up to a
 * third low for scans full of borders.
 *
 * Time is a sum of terms fitted to 32 runs of 2,000 to a million points at 64 to 1024 on the machine of
 * docs/benchmarks.md: half of them within 4 %, all within 24 %; raw scans take from a third more to twice as much, for
 * they are cleaned again and full of borders. `test/bench/estimates.ts` prints both beside what real runs take.
 */
import { isNoisy } from '../analysis/measure-scale.ts';
import { goalShare } from '../field/goal-share.ts';
import { type OffsetNumbers, offsetVoxels } from '../field/weights.ts';
import type { LevelPlan, PlannedLevel } from '../grid/plan-levels.ts';
import { WORK_LIMITS } from '../limits.ts';
import { MAX_REPRESENTATIVES } from '../orientation/orient-normals.ts';
import { finestThatFits, levelMemoryBytes, MEASURED_RESOLUTION } from '../run/main-memory.ts';
import type { MachineLimits } from './run-estimate.ts';
import type { CloudSurvey } from './survey-cloud.ts';

export interface RunCosts {
  /** Most bytes of graphics memory at one time. */
  readonly gpuBytes: number;
  /** The largest single buffer that cannot be had in parts; a device's limits are about these. */
  readonly largestBufferBytes: number;
  /** Main memory of the finest level and its mesh. */
  readonly mainMemoryBytes: number;
  /** Milliseconds on the machine of the measurements: two cores, no graphics card. */
  readonly workUnits: number;
}

/** Points, tree, plane normals and radii, normals, sharpened normals: 16 + 16 + 20 + 16 + 16. */
export const POINT_BYTES = 84;
/** Normals with goals, of noisy clouds. */
const GOAL_POINT_BYTES = 16;
/** The winding tree: 32 bytes an entry, 1.4 entries a point, and lists. Measured: 50.5. */
const REPRESENTATIVE_BYTES = 51;
/** What orientation holds besides: up to sixteen neighbours (128), gradients (16), votes (16). */
const ORIENT_POINT_BYTES = 160;
/** Lists of neighbours: up to sixteen numbers a point in one buffer. */
export const NEIGHBOUR_BYTES = 64;
/** Solving: five numbers a slot (20 × 512), bits and index (192), coordinates, 27 neighbours (108), energies (448). */
const BRICK_BYTES = 20 * 512 + 752;
/** The largest of these: two numbers a slot. */
export const BRICK_BUFFER_BYTES = 8 * 512;
/** Corners (32), matrix (144), right side and products (64). */
const CELL_BYTES = 240;
export const CELL_BUFFER_BYTES = 144;
/** The first level asks for the winding number at all 65³ nodes: positions and values. */
const FIRST_LEVEL_BYTES = 20 * 65 ** 3;

/**
 * Cells with samples for each cell with points: the farther samples lie off the surface, the more. Measured: 1.2 to
 * 1.34 at an eighth of a voxel, 1.5 to 2.2 at a half.
 */
export function dataCellsShare(numbers: OffsetNumbers): number {
  return 1.1 + 1.7 * offsetVoxels(numbers);
}
/**
 * Bricks round holes and past borders, where no points are. Measured: 1.00 to 1.04 on closed clouds, 1.16 on open
 * terrain, 1.3 to 1.6 on scans with many borders, which nothing tells before the run.
 */
const ZONE_SHARE = 1.1;

/** A tile is solved with its halo: measured 1.2 to 1.6 times the work of its own part. */
const HALO_SHARE = 1.4;
/** All points of a large cloud, each in 1.4 tiles: cleaned, given planes, sides and sharp normals, measured again. */
const DENSE_POINT_MS = 0.0072;
/** Bricks in a band of two cells for each brick with points, at 256. Measured: 1.3 to 1.7. */
const NARROW_SHARE = 1.55;

/** Fitted; milliseconds for a run, a representative, a point, a brick and a data cell (each level's count). */
export const RUN_MS = 990;
const REPRESENTATIVE_MS = 0.0286;
export const POINT_MS = 0.0049;
const BRICK_MS = 0.367;
const CELL_MS = 0.0034;
/** Levels whose points have goals are solved twice, but for the finest. Measured: 1.9 to 2.6 times the time. */
const GOAL_SOLVES = 2;
/** A point of a noisy cloud besides: the normals of curved neighbourhoods. */
const NOISY_POINT_MS = 0.0051;

interface LevelSize {
  readonly bricks: number;
  readonly cells: number;
  readonly tableBytes: number;
}

export interface CostInput {
  readonly survey: CloudSurvey;
  readonly plan: LevelPlan;
  /** The noise as far as it is known. */
  readonly noiseNorm: number;
  /** The largest buffer that the device and the run's own limits allow; levels that exceed it are tiled. */
  readonly bufferBytes: number;
}

export function defaultCosts({ survey, plan, noiseNorm, bufferBytes }: CostInput): RunCosts {
  const { wholePoints, tilePoints } = WORK_LIMITS;
  const pointCount = Math.min(survey.usedCount, wholePoints);
  const isDense = survey.usedCount > wholePoints;
  const scale = { noiseNorm, spacingNorm: survey.spacingNorm };
  const cellsShare = dataCellsShare(scale);
  const sizes = plan.levels.map((level) => sizeOf(survey, level, cellsShare, plan.holeRadiusNorm > 0));
  const representatives = Math.min(pointCount, MAX_REPRESENTATIVES);
  const hasGoals = goalShare(scale) > 0;
  const keptBytes =
    (POINT_BYTES + (hasGoals ? GOAL_POINT_BYTES : 0)) * pointCount + REPRESENTATIVE_BYTES * representatives;
  const levels = sizes.map((size) => levelCosts(size, bufferBytes));
  const solves = (index: number): number => (hasGoals && index < levels.length - 1 ? GOAL_SOLVES : 1);
  const sum = (of: (level: (typeof levels)[number]) => number): number =>
    levels.reduce((total, level, i) => total + solves(i) * of(level), 0);
  const densePointBytes = isDense ? POINT_BYTES * Math.min(tilePoints, survey.usedCount) : 0;
  const finest = plan.levels[plan.levels.length - 1]!.frame.resolution;
  return {
    gpuBytes:
      keptBytes +
      Math.max(
        ORIENT_POINT_BYTES * pointCount,
        FIRST_LEVEL_BYTES,
        ...levels.map(({ bytes }, i) => bytes + (i === levels.length - 1 ? densePointBytes : 0)),
      ),
    largestBufferBytes: Math.max(NEIGHBOUR_BYTES * pointCount, ...sizes.map(({ tableBytes }) => tableBytes)),
    mainMemoryBytes: levelMemoryBytes(bricksWithPoints(survey), finest),
    workUnits:
      RUN_MS +
      REPRESENTATIVE_MS * representatives +
      (isNoisy(scale) ? POINT_MS + NOISY_POINT_MS : POINT_MS) * pointCount +
      (isDense ? DENSE_POINT_MS * survey.usedCount : 0) +
      BRICK_MS * sum(({ bricks }) => bricks) +
      CELL_MS * sum(({ cells }) => cells),
  };
}

/** The finest level that `auto` may take with the machine's main memory. */
export function finestInMemory(survey: CloudSurvey, { memoryBytes = Infinity }: MachineLimits): number {
  return finestThatFits(bricksWithPoints(survey), memoryBytes);
}

/** Bricks that hold points at 256 cells, what main memory is estimated by. */
function bricksWithPoints({ levels }: CloudSurvey): number {
  return (levels.find(({ resolution }) => resolution === MEASURED_RESOLUTION)?.bricks[0] ?? 0) / NARROW_SHARE;
}

/** Bytes at a time, and bricks and cells in all, of a level that is solved as a whole where its buffers allow that. */
function levelCosts({ bricks, cells, tableBytes }: LevelSize, bufferBytes: number) {
  const parts = Math.max(1, (BRICK_BUFFER_BYTES * bricks) / bufferBytes, (CELL_BUFFER_BYTES * cells) / bufferBytes);
  const share = parts > 1 ? HALO_SHARE : 1;
  const bytes = tableBytes + (BRICK_BYTES * bricks + CELL_BYTES * cells) / parts;
  return { bytes, bricks: share * bricks, cells: share * cells };
}

function sizeOf(
  survey: CloudSurvey,
  { frame, bandCells }: PlannedLevel,
  cellsShare: number,
  hasZones: boolean,
): LevelSize {
  const level = survey.levels.find(({ resolution }) => resolution === frame.resolution);
  const tableBytes = 4 * frame.bricksPerAxis ** 3;
  if (!level) return { bricks: 0, cells: 0, tableBytes };
  // Bands of noisy clouds are wider than the two that were surveyed: bricks grow about evenly with the band.
  const [narrow, wide] = level.bricks;
  const bricks = (narrow + (wide - narrow) * (bandCells - 2)) * (hasZones ? ZONE_SHARE : 1);
  return { bricks: Math.min(bricks, frame.bricksPerAxis ** 3), cells: cellsShare * level.pointCells, tableBytes };
}
