/**
 * The default method from oriented points to the finest field: levels coarse to fine, each assembled and solved
 * (algorithm.md section 2, steps 3 to 7). Only two levels are alive at a time.
 *
 * From the first solved level on there is a field to show for it, so a stop ends the work on the next one wherever it
 * is: before that level has a field of its own the coarser one is the result, afterwards the finer one as far as it is
 * solved. An unfinished solve needs no copy of its start to fall back on: after 1, 2, 3, 5, 8, 12 and 20 of the 30
 * steps P2S was below the start's on koala-50k, koala-200k-noise and trefoil-20k-noise at 256 (algorithm.md section 2,
 * step 7).
 */
import type { RunEvent } from '../../events.ts';
import { dumpLevel } from '../../grid/dump-field.ts';
import type { CloudScale } from '../../analysis/measure-scale.ts';
import type { StageContext } from '../../host/stage-context.ts';
import { restoreLevel, type SavedLevel } from '../../run/checkpoint.ts';
import { assembleCells } from '../../field/assemble-cells.ts';
import { LEVEL_ITERATIONS } from '../../field/chebyshev.ts';
import type { DataCells } from '../../field/data-cells.ts';
import { goalShare, hasGoals } from '../../field/goal-share.ts';
import { measureGoalNoise, withGoals } from '../../field/measure-goals.ts';
import { solveLevel } from '../../field/solve-level.ts';
import { isFinest, solvesOf, weightsAt } from '../../field/level-data.ts';
import type { LevelWeights } from '../../field/weights.ts';
import { BufferScope } from '../../gpu/buffer-scope.ts';
import type { OrientedCloud } from '../../grid/oriented-cloud.ts';
import type { LevelData } from './level-data.ts';
import type { PlannedLevel } from '../../grid/plan-levels.ts';
import { firstLevel, nextLevel } from '../../grid/start-level.ts';
import type { LevelField } from '../../grid/upsample-field.ts';
import { JoinedAbort } from '../../host/joined-abort.ts';
import { TooLarge, withinMemory } from '../../host/within-memory.ts';
import type { WindingField } from '../../orientation/winding-field.ts';
import type { StageClock } from '../../run/stage-clock.ts';
import { STOPPED, untilStopped } from '../../run/stopping.ts';
import { levelStages } from './default-stages.ts';
import type { LevelCourse } from './level-course.ts';

export interface LevelsInput {
  /** What the first level's field is made from. */
  readonly cloud: OrientedCloud;
  /** What the levels pull towards; `cloud` itself, but for clouds of scan lines. */
  readonly data: LevelData;
  readonly scale: CloudScale;
  /** Which levels are solved here, as a whole: the first ones. Others may follow in tiles. */
  readonly course: LevelCourse;
  /** What the first level starts from: the winding field, or the last level that was solved on another device. */
  readonly start: WindingField | SavedLevel;
}

export interface LevelsWatch {
  /** Ends the levels early from the event `stoppable` on. */
  readonly stop?: AbortSignal | undefined;
  /** Called after every level but the plan's last. A stop ends it: the stage's signal then has a reason of its own. */
  onSolved(stage: StageContext, level: LevelField): Promise<void>;
}

export interface SolvedLevels {
  readonly level: LevelField;
  /** Levels are missing, or iterations of the last. */
  readonly stoppedEarly: boolean;
  /** The level after it, if there is no memory for that as a whole. */
  readonly refused?: RefusedLevel;
}

export interface RefusedLevel {
  readonly resolution: number;
  /** A part of a sentence. */
  readonly reason: string;
}

/** Returns the finest level that was reached; its buffers belong to the stage's scope. */
export async function solveLevels(
  stage: StageContext,
  input: LevelsInput,
  clock: StageClock,
  watch: LevelsWatch,
): Promise<SolvedLevels> {
  using solving = new LevelSolving(stage, input, clock, watch);
  const solved = await solving.run();
  const { level } = solved;
  for (const buffer of [level.grid.brickTable, level.grid.brickCoords, level.grid.activeBits, level.field]) {
    stage.scope.adopt(solving.release(buffer));
  }
  return solved;
}

class LevelSolving implements Disposable {
  readonly #stage: StageContext;
  readonly #input: LevelsInput;
  readonly #clock: StageClock;
  readonly #watch: LevelsWatch;
  readonly #stopping: JoinedAbort;
  /** Aborts at a stop too. */
  readonly #stoppable: StageContext;
  /** The last level with a field, and the owner of its buffers. */
  #coarse: LevelField | undefined;
  #coarseScope: BufferScope | undefined;
  /** The level before that, until the last one is solved: what remains where there is no memory for it. */
  #before: { readonly level: LevelField; readonly scope: BufferScope } | undefined;

  constructor(stage: StageContext, input: LevelsInput, clock: StageClock, watch: LevelsWatch) {
    this.#stage = stage;
    this.#input = input;
    this.#clock = clock;
    this.#watch = watch;
    this.#stopping = new JoinedAbort().follow(stage.context.signal);
    if (watch.stop) this.#stopping.follow(watch.stop, STOPPED);
    this.#stoppable = { ...stage, context: { ...stage.context, signal: this.#stopping.signal } };
  }

  async run(): Promise<SolvedLevels> {
    const { course, start } = this.#input;
    if ('field' in start) this.#restore(start);
    let [planned] = course.after(this.#coarse?.grid.frame.resolution ?? 0).whole;
    for (; planned; [planned] = course.after(planned.frame.resolution).whole) {
      if (this.#coarse && this.#watch.stop?.aborted) return { level: this.#coarse, stoppedEarly: true };
      const { resolution } = planned.frame;
      const reached = await this.#clock.run('level', () => this.#reach(planned!), resolution);
      const level = this.#coarse!;
      if (reached instanceof TooLarge) {
        return { level, stoppedEarly: false, refused: { resolution, reason: reached.reason } };
      }
      if (!reached) return { level, stoppedEarly: true };
      if (resolution !== course.plan.levels.at(-1)!.frame.resolution) await this.#reportSolved();
    }
    return { level: this.#coarse!, stoppedEarly: false };
  }

  /** Gives a buffer of the last level up. */
  release(buffer: GPUBuffer): GPUBuffer {
    return this.#coarseScope!.release(buffer);
  }

  [Symbol.dispose](): void {
    this.#stopping[Symbol.dispose]();
    this.#before?.scope[Symbol.dispose]();
    this.#coarseScope?.[Symbol.dispose]();
  }

  #restore(saved: SavedLevel): void {
    this.#coarseScope = new BufferScope(this.#stage.gpu, `level ${saved.frame.resolution}`);
    this.#coarse = restoreLevel(this.#coarseScope, saved);
    this.#input.course.resume(saved.frame.resolution, saved.brickCount, saved.growth);
    this.#emitStoppable();
  }

  /**
   * Solves a level in place of the one before, which stays where the level is too large. False where a stop ended it.
   */
  async #reach(planned: PlannedLevel): Promise<boolean | TooLarge> {
    if (this.#coarse === undefined) {
      // The first level is solved whatever happens: without it a stop would have nothing to keep.
      const isSolved = await this.#startAndSolve(this.#stage, this.#stage, planned);
      this.#emitStoppable();
      return isSolved;
    }
    const reached = await withinMemory(this.#stoppable, (stage) => this.#startAndSolve(stage, this.#stage, planned));
    if (reached instanceof TooLarge && this.#before) {
      this.#coarseScope?.[Symbol.dispose]();
      this.#coarse = this.#before.level;
      this.#coarseScope = this.#before.scope;
    } else this.#before?.scope[Symbol.dispose]();
    this.#before = undefined;
    return reached;
  }

  /** `stage` ends at a stop. */
  async #startAndSolve(stage: StageContext, whole: StageContext, planned: PlannedLevel): Promise<boolean> {
    const started = await untilStopped(() => this.#startLevel(stage, planned));
    if (!started) return false;
    await dumpLevel(whole, 'start', started);
    const isSolved = await this.#solve(stage, started, planned, stage === whole);
    await dumpLevel(whole, 'solved', started);
    return isSolved;
  }

  /** Called between the stages: what is done with a level is no part of its time. */
  async #reportSolved(): Promise<void> {
    const level = this.#coarse!;
    await untilStopped(() => this.#watch.onSolved(this.#stoppable, level));
  }

  /** The level's grid and first field, which take the place of the level before. */
  async #startLevel(stage: StageContext, level: PlannedLevel): Promise<LevelField> {
    const { cloud, data, course, start } = this.#input;
    const { holeRadiusNorm } = course.plan;
    const levelScope = new BufferScope(stage.gpu, `level ${level.frame.resolution}`);
    const inside = { ...stage, scope: levelScope };
    try {
      const started = this.#coarse
        ? await nextLevel(inside, { cloud: data, coarse: this.#coarse, level, holeRadiusNorm })
        : await firstLevel(inside, { cloud, windingField: start as WindingField, level, holeRadiusNorm });
      if (this.#coarse) this.#before = { level: this.#coarse, scope: this.#coarseScope! };
      this.#coarseScope = levelScope;
      this.#coarse = started;
      this.#learn(started);
      return started;
    } catch (error) {
      levelScope[Symbol.dispose]();
      throw error;
    }
  }

  /** What the grid tells of the levels to come, for the run's progress, too. */
  #learn({ grid: { frame, brickCount } }: LevelField): void {
    const { course } = this.#input;
    if (!course.learn(frame.resolution, brickCount)) return;
    const { whole, tiled } = course.after(frame.resolution / 2);
    const resolutions = (levels: readonly PlannedLevel[]): number[] => levels.map((level) => level.frame.resolution);
    this.#clock.plan(levelStages(resolutions(whole), resolutions(tiled)));
  }

  /**
   * Whether the solve came to its end. Points with goals take them from the level before, and on every level but the
   * finest once more from its own field: what the next one starts from.
   */
  async #solve(stage: StageContext, level: LevelField, { frame }: PlannedLevel, isFirst: boolean): Promise<boolean> {
    const { scale, course } = this.#input;
    const { resolution } = frame;
    const weights = weightsAt(course.plan, scale, frame);
    const { own, ...ofCloud } = weights;
    stage.host.dump?.numbers(`level ${resolution}`, { ...ofCloud, ...own });
    const solveCount = solvesOf(course.plan, scale, frame);
    for (let round = 0; round < solveCount; round++) {
      using own = new BufferScope(stage.gpu, `solve ${resolution}`);
      const inside = { ...stage, scope: own };
      const from = round === 0 ? this.#before?.level : level;
      const cells = await untilStopped(() => this.#assemble(inside, level, from, weights));
      if (!cells) return false;
      // What is being solved is of use only once the marks in it are cleared: a stop ends the loop, not the wait.
      const stop = isFirst ? undefined : this.#watch.stop;
      const input = { ...level, cells, weights, iterations: LEVEL_ITERATIONS, stop };
      const solved = await solveLevel(partOf(this.#stage, round, solveCount), input);
      if (solved.iterations < LEVEL_ITERATIONS) return false;
    }
    return true;
  }

  /** The data's part of a level's system; its points have goals where a solved level tells them. */
  async #assemble(
    stage: StageContext,
    { grid }: LevelField,
    solved: LevelField | undefined,
    weights: LevelWeights,
  ): Promise<DataCells> {
    const { data, scale, course } = this.#input;
    const { points, pointCount } = data;
    const normals = isFinest(course.plan, grid.frame) ? data.finestNormals : data.normals;
    const samples = { points, pointCount, normals };
    if (!hasGoals(scale) || !solved) return assembleCells(stage, { grid, samples, weights });
    const share = goalShare(scale);
    const noiseNorm = share > 0 ? await measureGoalNoise(stage, { level: solved, samples, scale }) : 0;
    stage.host.dump?.numbers(`level ${grid.frame.resolution}`, { goalNoiseNorm: noiseNorm, goalShare: share });
    const aimed = await withGoals(stage, { level: solved, samples, noiseNorm, scale });
    return assembleCells(stage, { grid, samples: aimed, weights });
  }

  #emitStoppable(): void {
    this.#stage.context.onEvent({ type: 'stoppable' });
  }
}

/** The stage of one of several solves of a level, whose progress is a part of the level's. */
function partOf(stage: StageContext, part: number, partCount: number): StageContext {
  const { context } = stage;
  const onEvent = (event: RunEvent): void => {
    const isProgress = event.type === 'stage-progressed';
    context.onEvent(isProgress ? { ...event, share: (part + event.share) / partCount } : event);
  };
  return { ...stage, context: { ...context, onEvent } };
}
