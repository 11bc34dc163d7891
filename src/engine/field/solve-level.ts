/**
 * Solves one level: the field that minimises the energy of `weights.ts`, by a fixed number of Chebyshev steps from
 * the start that the coarser level (or the first field) gives. Nothing is read back but the energies, at the end.
 */
import { ReconstructError } from '../errors.ts';
import type { RunContext } from '../events.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import type { Gpu } from '../gpu/gpu.ts';
import type { BrickGrid } from '../grid/brick-grid.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { DataCells } from './data-cells.ts';
import { chebyshevSteps } from './chebyshev.ts';
import { chebyshevStep, LevelSystem, SLABS, SYSTEM_KERNELS } from './level-system.ts';
import { PacedWork } from '../gpu/paced-work.ts';
import type { LevelWeights } from './weights.ts';

/**
 * Energies are x · (A x - 2 b): without the constant that no field changes, so negative near the solution. Values are
 * normalised lengths, so energies of two levels differ by the square of their voxels.
 */
export interface SolvedLevel {
  readonly energyBefore: number;
  readonly energyAfter: number;
  /** Steps taken: fewer than asked for where a stop ended the solve. */
  readonly iterations: number;
}

/** The energy costs nothing but a sum inside the step, yet a reader gains nothing from all thirty. */
const ITERATIONS_PER_METRIC = 5;
/** Bricks stepped in one submit: about a tenth of a second on two CPU cores, a few milliseconds on a GPU. */
const BRICKS_PER_SUBMIT = 8192;
/** Rounding of a float32 sum over a brick; a diverging iteration grows by orders of magnitude. */
const ENERGY_TOLERANCE = 1e-3;

export interface SolveInput {
  readonly grid: BrickGrid;
  /**
   * f32 [512 × brickCount], normalised lengths: the start on entry, the solution afterwards; inactive slots are 0
   * afterwards whatever they were. After any rejection its contents are of no use.
   */
  readonly field: GPUBuffer;
  readonly cells: DataCells;
  readonly weights: LevelWeights;
  readonly iterations: number;
  /** Ends the solve with the field that the steps so far made. */
  readonly stop?: AbortSignal | undefined;
}

/**
 * A stop keeps the field that the steps so far made: every one of them brings it nearer (algorithm.md section 2, step
 * 7); its last energy is then that of the last step measured. Emits the metric `energy` every few iterations.
 *
 * Throws `field-not-finite` where the solution is not finite or its energy is above the start's: a field that must
 * not be meshed.
 */
export async function solveLevel(
  stage: StageContext,
  { grid, field, cells, weights, iterations, stop }: SolveInput,
): Promise<SolvedLevel> {
  const { gpu, context } = stage;
  using own = new BufferScope(gpu, 'field/solve');
  await gpu.load(...SYSTEM_KERNELS);
  const records = Math.ceil(iterations / ITERATIONS_PER_METRIC) + 1;
  const system = new LevelSystem(own, grid, cells, weights, records);
  using work = new PacedWork(gpu, 'field/solve', BRICKS_PER_SUBMIT, context);
  await system.prepare(work, field);
  let [current, next] = [field, system.next];
  let done = 0;
  for (const [k, step] of chebyshevSteps(iterations).entries()) {
    const record = k % ITERATIONS_PER_METRIC === 0 ? k / ITERATIONS_PER_METRIC : undefined;
    if (stop?.aborted || !(await system.step(work, current, next, step, record, stop))) break;
    [current, next] = [next, current];
    done = k + 1;
    context.onEvent({ type: 'stage-progressed', share: done / (iterations + 1) });
  }
  let measured = Math.ceil(done / ITERATIONS_PER_METRIC);
  if (done === iterations) {
    // Measures the solution; of length zero, it also leaves it in both buffers, whichever the last step wrote.
    await system.step(work, current, next, { alpha: 0, beta: 0 }, measured++);
  } else if (current !== field) {
    // It is not measured, for on a slow device that would keep a stop waiting. The first step measured the start with
    // all of the system's numbers; from a finite energy there, four steps of bounded length lead to no infinite one.
    work.commands.copy(current, field, field.size);
  }
  system.clear(work, field);
  work.finish();
  const energies = await readEnergies(gpu, system, measured, context);
  const { resolution } = grid.frame;
  for (const [record, value] of energies.entries()) {
    const stepsSince = record === 0 ? 0 : Math.min(ITERATIONS_PER_METRIC, done - ITERATIONS_PER_METRIC * (record - 1));
    context.onEvent({ type: 'metric', name: 'energy', value, level: resolution, iterations: stepsSince });
  }
  return { ...checkEnergies(energies, resolution), iterations: done };
}

/** Sums over slabs in float64 and in fixed order: equal runs give equal numbers. */
async function readEnergies(gpu: Gpu, system: LevelSystem, records: number, context: RunContext): Promise<number[]> {
  const slabCount = SLABS * system.grid.brickCount;
  const parts = await gpu.readFloats(system.energies, records * slabCount, context.signal);
  return Array.from({ length: records }, (_, record) =>
    parts.subarray(record * slabCount, (record + 1) * slabCount).reduce((sum, part) => sum + part, 0),
  );
}

/** First and last of a level's energies; throws `field-not-finite` where they cannot be those of a sound field. */
export function checkEnergies(
  energies: readonly number[],
  resolution: number,
): Pick<SolvedLevel, 'energyBefore' | 'energyAfter'> {
  const energyBefore = energies[0] ?? 0;
  const energyAfter = energies[energies.length - 1] ?? 0;
  const details = { resolution, energyBefore: `${energyBefore}`, energyAfter: `${energyAfter}` };
  if (!Number.isFinite(energyBefore) || !Number.isFinite(energyAfter)) {
    throw new ReconstructError(
      'field-not-finite',
      `the field of the level of ${resolution} cells became infinite or undefined in ${chebyshevStep.label}; ` +
        'gridpull doctor tells whether the device is sound; try software rendering, and report the cloud if it happens there too',
      details,
    );
  }
  const scale = Math.max(Math.abs(energyBefore), Math.abs(energyAfter));
  if (energyAfter - energyBefore > ENERGY_TOLERANCE * scale) {
    throw new ReconstructError(
      'field-not-finite',
      `the solver diverged on the level of ${resolution} cells: its energy rose from ${energyBefore} to ` +
        `${energyAfter}; try software rendering, and report the cloud if it happens there too`,
      details,
    );
  }
  return { energyBefore, energyAfter };
}
