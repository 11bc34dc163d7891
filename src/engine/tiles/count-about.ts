/**
 * How many of all points of a large cloud lie about some places: a random share of them no longer shows how far apart
 * the beams of a scanner met the surface, all points do.
 */
import type { Frame } from '../cloud/frame.ts';
import { finishSteps, type Steps } from '../host/steps.ts';
import { task } from '../host/task.ts';

export interface CountInput {
  /** [3 × pointCount] local world: all points. */
  readonly positions: Float32Array;
  readonly frame: Frame;
  /** [3 × count] normalised. */
  readonly places: Float32Array;
  /** [count] how far about each, normalised. */
  readonly radii: Float32Array;
}

/** Cells along an axis at most: products of three of them are exact. */
const MOST_CELLS = 2 ** 17;

/** [count] points at most as far from each place. */
export const countAbout = task('countAbout', (input: CountInput): Uint32Array<ArrayBuffer> => {
  return finishSteps(countAboutSteps({ ...input, chunks: [input] }));
});

export interface CountStoredInput extends Omit<CountInput, 'positions'> {
  /** [3 × …] local world: all points, some after the other. */
  readonly chunks: Iterable<{ readonly positions: Float32Array }>;
}

/** The same of points that memory does not hold. */
export function* countAboutSteps({ chunks, frame, places, radii }: CountStoredInput): Steps<Uint32Array<ArrayBuffer>> {
  const levels = levelsOf(places, radii);
  const counts = new Uint32Array(radii.length);
  for (const { positions } of chunks) {
    yield;
    for (let i = 0; i < positions.length; i += 3) {
      const x = (positions[i]! - frame.centre[0]) / frame.worldPerNorm;
      const y = (positions[i + 1]! - frame.centre[1]) / frame.worldPerNorm;
      const z = (positions[i + 2]! - frame.centre[2]) / frame.worldPerNorm;
      for (const { side, listed } of levels) {
        for (const place of listed.get(cellOf(x, y, z, side)) ?? []) {
          const squared =
            (places[3 * place]! - x) ** 2 + (places[3 * place + 1]! - y) ** 2 + (places[3 * place + 2]! - z) ** 2;
          if (squared <= radii[place]! ** 2) counts[place]!++;
        }
      }
    }
  }
  return counts;
}

/** Places about which points count in cells of one size. */
interface Level {
  readonly side: number;
  /** The places whose reach touches a cell. */
  readonly listed: Map<number, number[]>;
}

/** Cells are as wide as the reaches of their places, up to twice that: each touches eight at most. */
function levelsOf(places: Float32Array, radii: Float32Array): Level[] {
  const levels = new Map<number, Level>();
  radii.forEach((radius, place) => {
    const side = Math.max(2 ** Math.ceil(Math.log2(2 * radius)), 1 / MOST_CELLS);
    const level = levels.get(side) ?? { side, listed: new Map<number, number[]>() };
    levels.set(side, level);
    const corner = (axis: number, way: number): number => places[3 * place + axis]! + way * radius;
    const cells = new Set<number>();
    for (const dz of [-1, 1]) {
      for (const dy of [-1, 1]) {
        for (const dx of [-1, 1]) cells.add(cellOf(corner(0, dx), corner(1, dy), corner(2, dz), side));
      }
    }
    for (const cell of cells) {
      const listed = level.listed.get(cell);
      if (listed) listed.push(place);
      else level.listed.set(cell, [place]);
    }
  });
  return [...levels.values()];
}

function cellOf(x: number, y: number, z: number, side: number): number {
  return (Math.floor(z / side) * MOST_CELLS + Math.floor(y / side)) * MOST_CELLS + Math.floor(x / side);
}
