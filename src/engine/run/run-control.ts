/** How a host steers a run beyond cancelling it: pause, stop and keep, previews, and going on after a lost device. */
import type { Checkpoint } from './checkpoint.ts';
import type { PreparedAhead } from './prepare-ahead.ts';
import type { LevelPlan } from '../grid/plan-levels.ts';
import type { SolvedTiles } from '../tiles/tiles-plan.ts';
import type { WorkLimits } from '../limits.ts';

/** `interrupted`: the process of the run before came to an end in the middle of it. */
export type ResumeReason = 'device-lost' | 'interrupted';

/**
 * Without any of these a run goes straight through. The preset `paper` has one level: it knows `pause` and `prepared`
 * only.
 */
export interface RunControl {
  /**
   * Ends the run early with the best surface so far. Before the event `stoppable` the run goes on to the end of its
   * first level. Does not end a pause.
   */
  readonly stop?: AbortSignal;
  /**
   * Asked wherever the run can stand still: between submits, tasks, chunks of CPU work. A promise is waited for, and
   * the run's clock stands still meanwhile; `undefined` goes on. Cancelling ends the wait at once.
   */
  readonly pause?: () => Promise<void> | undefined;
  /** Sends `level-ready` after every level but the last. */
  readonly previews?: boolean;
  /** Called after every level but the last; costs the readback of all that a checkpoint holds. */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
  /** Asked after those levels where given: false makes no checkpoint, and costs nothing. */
  readonly isCheckpointDue?: () => boolean;
  /** Goes on after the level of a checkpoint of the same cloud and options, usually on another device. */
  readonly resumeFrom?: Checkpoint;
  /** Why it goes on, for the warning; a lost device where left out. */
  readonly resumeReason?: ResumeReason;
  /** The start of a run of this very cloud, done ahead. A run that goes on from a checkpoint has no use for it. */
  readonly prepared?: PreparedAhead;
  /** `false` for a surface that is only looked at: how sure it is, which takes a twentieth of a run, is left out. */
  readonly trust?: boolean;
  /** Holds less at a time than the engine's own limits. A checkpoint goes on with those of its run. */
  readonly limits?: Partial<WorkLimits>;
  /** Goes on after the tiles that follow `resumeFrom`, which were solved elsewhere. */
  readonly joined?: JoinedTiles;
}

export interface JoinedTiles {
  readonly tiles: SolvedTiles;
  /** As it came out of the levels that are whole. */
  readonly plan: LevelPlan;
}
