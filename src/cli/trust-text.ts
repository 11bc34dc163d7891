/** How sure a mesh is, in words for people (docs/trust.md). */
import { placeWords, type TrustReport } from '../engine/index.ts';

/** Less of the surface is a gap of chance between points, and nobody looks for it. */
const LEAST_SHARE = 1e-4;

export function trustLine(trust: TrustReport): string {
  return `  trust      ${trustWords(trust)}`;
}

/** `median` and `percentile95` are null together: then all of it is a guess. */
export function trustWords({ median, percentile95, shareGuessed, places }: TrustReport): string {
  if (median === null || percentile95 === null) return 'all of the surface is a guess: no point supports it';
  const sure = `half of the surface within ±${short(median)}, 95 % within ±${short(percentile95)} (one standard deviation)`;
  const largest = places[0];
  if (shareGuessed < LEAST_SHARE || !largest) return `${sure}; none of it is a guess`;
  const size = Math.max(...largest.max.map((high, axis) => high - largest.min[axis]!));
  const place = placeWords(largest.centre, size).join(' ');
  const most = places.length > 1 ? 'the largest part of that' : 'all of that';
  return `${sure}; ${(100 * shareGuessed).toPrecision(2)} % is a guess, ${most} at ${place}`;
}

function short(length: number): string {
  return length === 0 ? '0' : String(Number(length.toPrecision(2)));
}
