/** A host on which no place is looked for from which a cloud may have been seen: only what its file tells counts. */
import type { Host } from '../../src/engine/index.ts';
import type { RoomEvidence } from '../../src/engine/orientation/judge-room.ts';

const NOTHING_SEEN: RoomEvidence = {
  inside: { hidden: 0, seen: 0, behind: 0, front: 0, hiddenBehind: 0, hiddenFront: 0 },
};

/** What each search answers that finds nothing. */
const NOTHING_FOUND: Readonly<Record<string, unknown>> = {
  findStation: undefined,
  stationsWithin: [],
  roomEvidence: NOTHING_SEEN,
};

export interface UnaskedHost extends Host {
  /** Searches that were asked for, and not made. */
  readonly searches: ReadonlySet<string>;
}

export function unaskedHost(host: Host): UnaskedHost {
  const searches = new Set<string>();
  return {
    ...host,
    searches,
    runTask: <A, R>(...[task, args]: Parameters<typeof host.runTask<A, R>>): Promise<R> => {
      if (!(task.taskName in NOTHING_FOUND)) return host.runTask(task, args);
      searches.add(task.taskName);
      return Promise.resolve(NOTHING_FOUND[task.taskName] as R);
    },
  };
}
