/** How many points of a scan a run has on the wrong side. */
import type { CleanedCloud } from '../../src/engine/cleaned-cloud.ts';
import type { PosedScan } from '../shapes/posed-scan.ts';

/**
 * |cosine| between a plane's axis and the true normal from which a point lies away from creases, where no side is
 * defined.
 */
const CLEAR = 0.5;

export interface WrongSides {
  /** Share of the points away from creases, and of all. */
  readonly clear: number;
  readonly all: number;
}

export function wrongSides({ positions, normals }: PosedScan, cleaned: CleanedCloud): WrongSides {
  const found = cleaned.normals;
  if (!found) throw new Error('the cleaned cloud of a run has normals');
  const placeOf = new Map<string, number>();
  for (let i = 0; i < positions.length; i += 3) placeOf.set(keyOf(positions, i), i);
  let [clear, clearWrong, all, wrong] = [0, 0, 0, 0];
  for (let i = 0; i < cleaned.positions.length; i += 3) {
    const at = placeOf.get(keyOf(cleaned.positions, i));
    if (at === undefined) throw new Error('a cleaned cloud has the points of the scan');
    const cosine = found[i]! * normals[at]! + found[i + 1]! * normals[at + 1]! + found[i + 2]! * normals[at + 2]!;
    const isWrong = cosine < 0 ? 1 : 0;
    all++;
    wrong += isWrong;
    if (Math.abs(cosine) < CLEAR) continue;
    clear++;
    clearWrong += isWrong;
  }
  return { clear: clearWrong / Math.max(1, clear), all: wrong / Math.max(1, all) };
}

function keyOf(positions: Float32Array, at: number): string {
  return `${positions[at]!} ${positions[at + 1]!} ${positions[at + 2]!}`;
}
