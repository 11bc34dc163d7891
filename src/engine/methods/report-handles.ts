/**
 * What a run tells of handles that are narrower than what its points can tell: those that were closed and those that
 * stay.
 */
import { type Frame, toWorld } from '../cloud/frame.ts';
import type { ClosedHandle, LeftHandle } from '../finish/handles/close-handles.ts';
import type { FalseHandles } from '../finish/handles/false-handles.ts';
import type { Triple } from '../math/triple.ts';
import type { HandleReport, ReportedHandle } from '../report.ts';

/** Lattices and torn sheets have thousands. */
const MOST_LISTED = 100;

interface FoundHandles {
  readonly genusFound: number | null;
  readonly handles: FalseHandles;
}

/** @param shift the world position of the frame's origin */
export function reportHandles({ genusFound, handles }: FoundHandles, frame: Frame, shift: Triple): HandleReport {
  const told = (
    handle: ClosedHandle,
    state: ReportedHandle['state'],
    reason: ReportedHandle['reason'],
  ): ReportedHandle => {
    const local = toWorld(Float32Array.from(handle.centre), frame);
    const centre: Triple = [local[0]! + shift[0], local[1]! + shift[1], local[2]! + shift[2]];
    return { state, reason, length: handle.length * frame.worldPerNorm, centre };
  };
  const { closed, left } = handles;
  return {
    genusFound,
    closed: closed.length,
    left: left.length,
    list: [
      ...narrowest(closed).map((handle) => told(handle, 'closed', null)),
      ...narrowest(left).map((handle) => told(handle, 'left', handle.reason)),
    ],
  };
}

/** Sentences for a person who needs to know how the surface hangs together. */
export function handleWarnings({ genusFound, handles }: FoundHandles): string[] {
  const { closed, left } = handles;
  const where = 'The report lists them (handles.list)';
  return [
    ...(closed.length > 0
      ? [
          `${count(closed.length)} narrower than what the points can tell ${closed.length === 1 ? 'was' : 'were'} closed, of ` +
            `${genusFound} in all: how the surface hangs together there is uncertain. ${where}; --handles keep leaves them.`,
        ]
      : []),
    ...(left.length > 0
      ? [
          `${count(left.length)} narrower than what the points can tell ${left.length === 1 ? 'stays' : 'stay'}. ${where}.`,
        ]
      : []),
  ];
}

function count(handles: number): string {
  return handles === 1 ? 'A handle' : `${handles} handles`;
}

function narrowest<H extends ClosedHandle | LeftHandle>(handles: readonly H[]): readonly H[] {
  return handles.toSorted((a, b) => a.length - b.length).slice(0, MOST_LISTED);
}
