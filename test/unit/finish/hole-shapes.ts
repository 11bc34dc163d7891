/** Meshes with a patch that no point is near, whose support is given vertex by vertex. */
import type { JudgeInput } from '../../../src/engine/finish/judge-holes.ts';
import type { Point, TestMesh } from './shapes.ts';

const NEIGHBOURS = 12;

export interface HoleRecipe {
  /** Distance of a vertex from the nearest point. */
  readonly distance: (place: Point) => number;
  /** Side of the squares of the points near it. */
  readonly spacing: (place: Point) => number;
  readonly voxelNorm?: number;
  readonly noiseNorm?: number;
  readonly isAuto?: boolean;
}

export function judgeInput({ points, triangles }: TestMesh, recipe: HoleRecipe): JudgeInput {
  const { distance, spacing, voxelNorm = 0, noiseNorm = 0, isAuto = true } = recipe;
  return {
    positions: Float32Array.from(points.flat()),
    indices: Uint32Array.from(triangles.flat()),
    squared: Float32Array.from(points, (place) => distance(place) ** 2),
    radii: Float32Array.from(points, (place) => spacing(place) * Math.sqrt(NEIGHBOURS / Math.PI)),
    neighbourCount: NEIGHBOURS,
    voxelNorm,
    noiseNorm,
    isAuto,
  };
}

/** A mesh of the squares of this side on five faces of a box, without the upper one; facing outward. */
export function openBox(
  width: number,
  height: number,
  side: number,
  bottom: (x: number, y: number) => number,
): TestMesh {
  const numbers = new Map<string, number>();
  const points: Point[] = [];
  const triangles: [number, number, number][] = [];
  const [across, up] = [Math.round(width / side), Math.round(height / side)];
  const numberOf = (place: Point): number => {
    const key = place.map((value) => Math.round(1e6 * value)).join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, points.length);
    return points.push(place) - 1;
  };
  const face = (rows: number, columns: number, at: (i: number, j: number) => Point): void => {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const [a, b, c, d] = [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)].map(numberOf) as [
          number,
          number,
          number,
          number,
        ];
        triangles.push([a, b, c], [a, c, d]);
      }
    }
  };
  const [h, w] = [height / up, width / across];
  const place = (i: number): number => i * w - width / 2;
  face(across, across, (i, j) => [place(j), place(i), bottom(place(j), place(i))]);
  for (const turn of [0, 1, 2, 3]) {
    const [c, s] = [Math.round(Math.cos((turn * Math.PI) / 2)), Math.round(Math.sin((turn * Math.PI) / 2))];
    face(across, up, (i, j) => {
      const [x, y] = [place(i), -width / 2];
      return [c * x - s * y, s * x + c * y, j * h];
    });
  }
  return { points, triangles };
}
