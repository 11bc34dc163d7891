/** Clouds that a scanner drew line by line: dense along, wide apart. */
import { randomBits, unitFloat } from '../../src/engine/math/random.ts';

export interface RowsRecipe {
  /** Between the lines. */
  readonly gap: number;
  /** Points along a line for each gap, as a mean. */
  readonly ratio: number;
  /** Of the distance along: by how much a point lies off its place at most. */
  readonly jitter?: number;
}

const TURN = 2 * Math.PI;
const uniform = (row: number, index: number): number => unitFloat(randomBits(row, 0, index));

/** A circle round the z axis; no circle begins where the one beside it does. */
function circle(points: number[], row: number, radius: number, z: number, { gap, ratio, jitter = 0 }: RowsRecipe) {
  const count = Math.round((TURN * radius * ratio) / gap);
  const start = uniform(row, 0);
  for (let j = 0; j < count; j++) {
    const angle = (TURN * (j + start + jitter * uniform(row, j + 1))) / count;
    points.push(radius * Math.cos(angle), radius * Math.sin(angle), z);
  }
}

/** Points [3n] of a sphere of diameter 1, on circles of latitude. */
export function sphereRows(recipe: RowsRecipe): Float32Array<ArrayBuffer> {
  const points: number[] = [];
  const rows = Math.round((Math.PI * 0.5) / recipe.gap);
  for (let row = 0; row < rows; row++) {
    const latitude = (Math.PI * (row + 0.5)) / rows;
    circle(points, row, 0.5 * Math.sin(latitude), 0.5 * Math.cos(latitude), recipe);
  }
  return Float32Array.from(points);
}

/** Points [3n] of a torus about the z axis, on circles about it. */
export function torusRows(major: number, minor: number, recipe: RowsRecipe): Float32Array<ArrayBuffer> {
  const points: number[] = [];
  const rows = Math.round((TURN * minor) / recipe.gap);
  for (let row = 0; row < rows; row++) {
    const angle = (TURN * (row + 0.5)) / rows;
    circle(points, row, major + minor * Math.cos(angle), minor * Math.sin(angle), recipe);
  }
  return Float32Array.from(points);
}

/** Points [3n] of a box about the origin, sides [3], on lines along x of its faces but the two that x meets. */
export function boxRows(sides: readonly [number, number, number], recipe: RowsRecipe): Float32Array<ArrayBuffer> {
  const [length, width, height] = sides;
  const along = Math.round((length * recipe.ratio) / recipe.gap);
  const rowsY = Math.round(width / recipe.gap);
  const rowsZ = Math.round(height / recipe.gap);
  const places: [number, number][] = [];
  for (let i = 0; i < rowsY; i++)
    for (const z of [-1, 1]) places.push([width * ((i + 0.5) / rowsY - 0.5), (z * height) / 2]);
  for (let i = 0; i < rowsZ; i++)
    for (const y of [-1, 1]) places.push([(y * width) / 2, height * ((i + 0.5) / rowsZ - 0.5)]);
  const points: number[] = [];
  places.forEach(([y, z], row) => {
    for (let j = 0; j < along; j++) points.push(length * ((j + uniform(row, j)) / along - 0.5), y, z);
  });
  return Float32Array.from(points);
}
