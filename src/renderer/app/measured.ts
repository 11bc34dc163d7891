/** Measurements as a cloud stands now: their places in the scene, their lengths. Pure. */
import { placedAt, placeInFile, type Triple } from '../../engine/vocabulary.ts';
import type { CloudInfo } from '../worker/engine-api.ts';
import type { AppState, Measurement } from './state.ts';

type Frame = Pick<CloudInfo, 'origin' | 'placement'>;

/** A measurement where it stands. */
export interface Measured {
  /** Scene space, as `to`. */
  readonly from: Triple;
  readonly to: Triple;
  /** World unit. */
  readonly length: number;
}

/** A place of the scene, as the file has it. */
export function inFile({ origin, placement }: Frame, place: Triple): Triple {
  const world = moved(place, origin, 1);
  return placement ? placeInFile(placement, world) : world;
}

/** A place of the file, in the scene. */
export function inScene({ origin, placement }: Frame, place: Triple): Triple {
  return moved(placement ? placedAt(placement, place) : place, origin, -1);
}

export function measuredIn(frame: Frame, { from, to }: Measurement): Measured {
  return {
    from: inScene(frame, from),
    to: inScene(frame, to),
    // From the places of the file: far from its origin those of the world lose digits.
    length: (frame.placement?.scale ?? 1) * Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]),
  };
}

/** The measurement that the tool ended last, as long as it is there; null for none. */
export function lastMeasured({ document, measuring }: Pick<AppState, 'document' | 'measuring'>): Measured | null {
  const { cloud, measurements } = document;
  if (!cloud || !measuring || !('ended' in measuring)) return null;
  return measurements.includes(measuring.ended) ? measuredIn(cloud.info, measuring.ended) : null;
}

function moved(place: Triple, by: Triple, sign: 1 | -1): Triple {
  return [place[0] + sign * by[0], place[1] + sign * by[1], place[2] + sign * by[2]];
}
