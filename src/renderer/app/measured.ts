/** Measurements as a cloud stands now: their places in the scene, their lengths. Pure. */
import type { Triple } from '../../engine/vocabulary.ts';
import { inScene, type SceneFrame } from '../worker/scene-places.ts';
import type { AppState, Measurement } from './state.ts';

/** A measurement where it stands. */
export interface Measured {
  /** Scene space, as `to`. */
  readonly from: Triple;
  readonly to: Triple;
  /** World unit. */
  readonly length: number;
}

export function measuredIn(frame: SceneFrame, { from, to }: Measurement): Measured {
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
