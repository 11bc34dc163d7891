/**
 * Measurements as a table for other programs: comma-separated values (RFC 4180) with a heading, numbers with a point.
 * Pure.
 */
import type { LengthUnit } from '../../contracts/settings.ts';
import type { Triple } from '../../engine/vocabulary.ts';
import type { SceneFrame } from '../worker/scene-places.ts';
import { measuredIn } from './measured.ts';
import type { Measurement } from './state.ts';

/** Lengths are of the cloud as it stands, in `unit`; places are those of the file. */
export function measurementTable(frame: SceneFrame, measurements: readonly Measurement[], unit: LengthUnit): string {
  const ends = ['from', 'to'].flatMap((end) => ['x', 'y', 'z'].map((axis) => `${end}_${axis}`));
  const heading = ['number', 'length', 'unit', ...ends];
  const rows = measurements.map((measurement, i) => [
    i + 1,
    Number(measuredIn(frame, measurement).length.toPrecision(LENGTH_DIGITS)),
    unit === 'none' ? '' : unit,
    ...written(measurement.from),
    ...written(measurement.to),
  ]);
  return [heading, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

/** A place is picked to seven digits of the scene, and stands far from the file's origin at times. */
const PLACE_DIGITS = 12;
const LENGTH_DIGITS = 7;

function written(place: Triple): number[] {
  return place.map((value) => Number(value.toPrecision(PLACE_DIGITS)));
}
