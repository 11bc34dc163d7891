/**
 * The places of the meshes of a glTF scene: the nodes from its roots down, each with the product of the transforms
 * above it (glTF 2.0 Specification, section 3.5.3). Moving parts stand where the file begins; what bends a mesh is
 * refused.
 */
import { type Steps, STEP_MASK } from '../../host/steps.ts';
import type { GlbFile } from './glb-file.ts';

/** [16] column by column, as in the file. */
type Matrix = readonly number[];

const IDENTITY: Matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
/** Rounding of a quaternion's products: quarter turns, which every exporter writes, come out exact. */
const ROUNDING = 1e-15;

export interface Placement {
  /** Its number in `meshes`. */
  readonly mesh: number;
  /** The way from the mesh to glTF's world. */
  readonly matrix: Matrix;
  /** Its triangles run the other way round as seen in the world. */
  readonly isMirrored: boolean;
}

/**
 * Vertices and corners that any file may place; a larger one as many as it has bytes, which is more than it can hold
 * once. Meshes may stand in many places, and a small hostile file must neither fill the memory nor take for ever.
 */
const MOST_PLACED = 1 << 24;
/** A part of a placed mesh counts as so many at least: an empty one takes time as well. */
const PART_COST = 64;

/** What is left of it. */
export class PlacedRoom {
  readonly #file: GlbFile;
  #left: number;

  constructor(file: GlbFile, byteCount: number) {
    this.#file = file;
    this.#left = Math.max(MOST_PLACED, byteCount);
  }

  /** @throws ReconstructError `mesh-format` where `count` vertices and corners of one part are too many */
  take(count: number): void {
    this.#left -= Math.max(count, PART_COST);
    if (this.#left < 0) throw this.#file.refusal('it repeats its meshes too often');
  }
}

/** @throws ReconstructError `mesh-format` */
export function* placedMeshes(file: GlbFile): Steps<Placement[]> {
  const placements: Placement[] = [];
  const waiting = rootsOf(file).map((node) => ({ node, above: IDENTITY }));
  const met = new Set<number>();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    // A tree has one way to each node; without this a ring would never end.
    if (met.has(next.node)) throw file.refusal(`its node ${next.node} stands in two places`);
    met.add(next.node);
    if ((met.size & STEP_MASK) === 0) yield;
    const node = file.item('nodes', next.node);
    const matrix = times(next.above, matrixOf(file, node));
    if (file.has(node, 'mesh')) {
      if (file.has(node, 'skin')) throw file.refusal('its mesh is bent by a skeleton');
      placements.push({ mesh: file.integer(node, 'mesh'), matrix, isMirrored: determinant(matrix) < 0 });
    }
    // Taken from the end: pushed backwards, nodes come in the order of the file.
    for (const child of file.integers(node, 'children').toReversed()) waiting.push({ node: child, above: matrix });
  }
  return placements;
}

/** Backwards, as they are taken from the end. */
function rootsOf(file: GlbFile): number[] {
  const { json } = file;
  if (file.has(json, 'scenes')) {
    return file.integers(file.item('scenes', file.integer(json, 'scene', 0)), 'nodes').toReversed();
  }
  const nodes = file.list(json, 'nodes');
  const children = new Set(nodes.flatMap((node) => file.integers(node, 'children')));
  return nodes.flatMap((_, node) => (children.has(node) ? [] : [node])).toReversed();
}

function matrixOf(file: GlbFile, node: object): Matrix {
  if (file.has(node, 'matrix')) return file.numbers(node, 'matrix', 16, IDENTITY);
  const [tx, ty, tz] = file.numbers(node, 'translation', 3, [0, 0, 0]) as [number, number, number];
  const [x, y, z, w] = file.numbers(node, 'rotation', 4, [0, 0, 0, 1]) as [number, number, number, number];
  const [sx, sy, sz] = file.numbers(node, 'scale', 3, [1, 1, 1]) as [number, number, number];
  const exact = (value: number): number => {
    const whole = Math.round(value);
    return Math.abs(value - whole) < ROUNDING ? whole : value;
  };
  const right = [1 - 2 * (y * y + z * z), 2 * (x * y + z * w), 2 * (x * z - y * w)].map((value) => sx * exact(value));
  const up = [2 * (x * y - z * w), 1 - 2 * (x * x + z * z), 2 * (y * z + x * w)].map((value) => sy * exact(value));
  const back = [2 * (x * z + y * w), 2 * (y * z - x * w), 1 - 2 * (x * x + y * y)].map((value) => sz * exact(value));
  return [...right, 0, ...up, 0, ...back, 0, tx, ty, tz, 1];
}

function times(a: Matrix, b: Matrix): Matrix {
  return Array.from({ length: 16 }, (_, i) => {
    const [column, row] = [4 * Math.floor(i / 4), i % 4];
    let sum = 0;
    for (let k = 0; k < 4; k++) sum += a[row + 4 * k]! * b[column + k]!;
    return sum;
  });
}

/** Determinant of the upper left 3 × 3. */
function determinant(matrix: Matrix): number {
  const m = (row: number, column: number): number => matrix[row + 4 * column]!;
  return (
    m(0, 0) * (m(1, 1) * m(2, 2) - m(1, 2) * m(2, 1)) -
    m(0, 1) * (m(1, 0) * m(2, 2) - m(1, 2) * m(2, 0)) +
    m(0, 2) * (m(1, 0) * m(2, 1) - m(1, 1) * m(2, 0))
  );
}
