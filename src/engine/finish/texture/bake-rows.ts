/**
 * Some rows of a texture's pictures: each pixel that a triangle covers is a place of the surface, and takes the colour
 * of the points about that place and the normal of the finer surface there, in the frame of the coarser one.
 */
import { task } from '../../host/task.ts';
import { cross, dot, type Triple, unit } from '../../math/triple.ts';
import { type SearchTree, TriangleSearch } from '../../measure/closest-point.ts';
import { writeClosestWeights } from '../../measure/closest-weights.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import type { KdTree } from '../../neighbours/kd-tree.ts';
import { PointLight } from './point-light.ts';
import { tripleAt, type Unwrapped } from './tangent-frames.ts';

/** Pixels beyond a triangle's edge that it still covers: else those that an edge cuts would belong to nobody. */
export const MARGIN = 0.4;
/** Of a normal, along the coarse one: no relief turns back behind the surface that it lies on. */
const LEAST_OUTWARD = 0.02;

/** The coarse mesh as it is laid flat. */
export interface FlatMesh extends Unwrapped {
  /** [3 × vertexCount] */
  readonly positions: Float32Array;
  /** [3 × vertexCount] unit length */
  readonly normals: Float32Array;
  /** [4 × cornerCount] */
  readonly tangents: Float32Array;
}

/** The finer surface that relief comes from. */
export interface FineSurface {
  readonly mesh: WorldMesh;
  readonly tree: SearchTree;
  /** [3 × vertexCount] */
  readonly normals: Float32Array;
}

/** The points that colours come from. */
export interface ColouredPoints {
  readonly tree: KdTree;
  /** [3 × pointCount] sRGB */
  readonly colors: Uint8Array;
  /** What takes places of the mesh into the tree's space. */
  readonly offset: Triple;
}

export interface BakeInput {
  readonly flat: FlatMesh;
  readonly pixels: number;
  readonly fine?: FineSurface;
  readonly points?: ColouredPoints;
  /** Rows `first` … `first + count − 1`. */
  readonly first: number;
  readonly count: number;
}

export interface BakedRows {
  /** [pixels × count] 1 where a triangle covers the pixel. */
  readonly isCovered: Uint8Array<ArrayBuffer>;
  /** [3 × pixels × count] each. */
  readonly colors?: Uint8Array<ArrayBuffer>;
  readonly relief?: Uint8Array<ArrayBuffer>;
}

export const bakeRows = task('bakeRows', (input: BakeInput): BakedRows => {
  const { pixels, count, fine, points } = input;
  const { triangles, weights } = coveredPixels(input);
  const isCovered = new Uint8Array(pixels * count);
  const colors = points && new Uint8Array(3 * isCovered.length);
  const relief = fine && new Uint8Array(3 * isCovered.length);
  const light = points && new PointLight(points.tree, points.colors);
  const search = fine && new FineNormals(fine);
  for (let pixel = 0; pixel < isCovered.length; pixel++) {
    if (triangles[pixel]! < 0) continue;
    isCovered[pixel] = 1;
    const corner = 3 * triangles[pixel]!;
    const share: Triple = [weights[2 * pixel]!, weights[2 * pixel + 1]!, 0];
    const frame = frameAt(input.flat, corner, [share[0], share[1], 1 - share[0] - share[1]]);
    let { place } = frame;
    if (search && relief) {
      const found = search.at(place);
      place = found.place;
      writeRelief(found.normal, frame, relief, 3 * pixel);
    }
    if (light && colors && points) {
      const { offset } = points;
      light.write(place[0] + offset[0], place[1] + offset[1], place[2] + offset[2], colors, 3 * pixel);
    }
  }
  return { isCovered, ...(colors && { colors }), ...(relief && { relief }) };
});

interface Coverage {
  /** [pixels × count] −1 for none. */
  readonly triangles: Int32Array;
  /** [2 × pixels × count] of the first two corners. */
  readonly weights: Float32Array;
}

/** Which triangle each pixel lies in; in none, the first of those within the margin. */
function coveredPixels({ flat: { indices, coordinates }, pixels, first, count }: BakeInput): Coverage {
  const triangles = new Int32Array(pixels * count).fill(-1);
  const isInside = new Uint8Array(triangles.length);
  const weights = new Float32Array(2 * triangles.length);
  const [x, y] = [new Float64Array(3), new Float64Array(3)];
  for (let corner = 0; corner < indices.length; corner += 3) {
    for (let k = 0; k < 3; k++) {
      // The middle of a pixel is a whole number.
      x[k] = coordinates[2 * indices[corner + k]!]! * pixels - 0.5;
      y[k] = coordinates[2 * indices[corner + k]! + 1]! * pixels - 0.5;
    }
    const lowest = Math.max(first, Math.ceil(Math.min(y[0]!, y[1]!, y[2]!) - MARGIN));
    const highest = Math.min(first + count - 1, Math.floor(Math.max(y[0]!, y[1]!, y[2]!) + MARGIN));
    if (lowest > highest) continue;
    const twice = (x[1]! - x[0]!) * (y[2]! - y[0]!) - (x[2]! - x[0]!) * (y[1]! - y[0]!);
    if (twice === 0) continue;
    const left = Math.max(0, Math.ceil(Math.min(x[0]!, x[1]!, x[2]!) - MARGIN));
    const right = Math.min(pixels - 1, Math.floor(Math.max(x[0]!, x[1]!, x[2]!) + MARGIN));
    const heights = heightsOf(x, y, twice);
    for (let row = lowest; row <= highest; row++) {
      for (let column = left; column <= right; column++) {
        const pixel = pixels * (row - first) + column;
        if (isInside[pixel] === 1) continue;
        const b = ((column - x[0]!) * (y[2]! - y[0]!) - (x[2]! - x[0]!) * (row - y[0]!)) / twice;
        const c = ((x[1]! - x[0]!) * (row - y[0]!) - (column - x[0]!) * (y[1]! - y[0]!)) / twice;
        const a = 1 - b - c;
        // How far outside the pixel lies, in pixels.
        const outside = -Math.min(a * heights[0]!, b * heights[1]!, c * heights[2]!);
        if (outside > MARGIN || (outside > 0 && triangles[pixel]! >= 0)) continue;
        triangles[pixel] = corner / 3;
        isInside[pixel] = outside > 0 ? 0 : 1;
        const [p, q, r] = [Math.max(0, a), Math.max(0, b), Math.max(0, c)];
        weights[2 * pixel] = p / (p + q + r);
        weights[2 * pixel + 1] = q / (p + q + r);
      }
    }
  }
  return { triangles, weights };
}

/** Of the corners above the edges that they face. */
function heightsOf(x: Float64Array, y: Float64Array, twice: number): readonly number[] {
  return [0, 1, 2].map((k) => {
    const [i, j] = [(k + 1) % 3, (k + 2) % 3];
    return Math.abs(twice) / Math.hypot(x[i]! - x[j]!, y[i]! - y[j]!);
  });
}

interface Frame {
  readonly place: Triple;
  readonly right: Triple;
  readonly up: Triple;
  readonly outward: Triple;
}

/** As viewers find it between the corners: each direction mixed, then made a unit again. */
function frameAt({ sources, indices, positions, normals, tangents }: FlatMesh, corner: number, share: Triple): Frame {
  const sums = Array.from({ length: 4 }, () => [0, 0, 0] as [number, number, number]);
  for (let k = 0; k < 3; k++) {
    const at = indices[corner + k]!;
    const normal = tripleAt(normals, sources[at]!);
    const right: Triple = [tangents[4 * at]!, tangents[4 * at + 1]!, tangents[4 * at + 2]!];
    const side = tangents[4 * at + 3]!;
    const up = cross(normal, right).map((value) => side * value) as unknown as Triple;
    const parts = [tripleAt(positions, sources[at]!), right, up, normal];
    parts.forEach((part, i) => part.forEach((value, axis) => (sums[i]![axis]! += share[k]! * value)));
  }
  const [place, right, up, outward] = sums as unknown as [Triple, Triple, Triple, Triple];
  return { place, right: unit(right), up: unit(up), outward: unit(outward) };
}

class FineNormals {
  readonly #fine: FineSurface;
  readonly #search: TriangleSearch;
  readonly #weights = new Float64Array(3);

  constructor(fine: FineSurface) {
    this.#fine = fine;
    this.#search = new TriangleSearch(fine.tree);
  }

  /** The closest place of the finer surface, and its normal there. */
  at([x, y, z]: Triple): { readonly place: Triple; readonly normal: Triple } {
    const { mesh, normals } = this.#fine;
    const corner = 3 * this.#search.findClosest(x, y, z);
    const [a, b, c] = [mesh.indices[corner]!, mesh.indices[corner + 1]!, mesh.indices[corner + 2]!];
    writeClosestWeights(x, y, z, mesh.positions, a, b, c, this.#weights);
    const mixed = (values: ArrayLike<number>): Triple => {
      const [p, q, r] = [tripleAt(values, a), tripleAt(values, b), tripleAt(values, c)];
      const [u, v, w] = [this.#weights[0]!, this.#weights[1]!, this.#weights[2]!];
      return [u * p[0] + v * q[0] + w * r[0], u * p[1] + v * q[1] + w * r[1], u * p[2] + v * q[2] + w * r[2]];
    };
    return { place: mixed(mesh.positions), normal: unit(mixed(normals)) };
  }
}

function writeRelief(normal: Triple, { right, up, outward }: Frame, into: Uint8Array, at: number): void {
  const along: Triple = [dot(normal, right), dot(normal, up), Math.max(LEAST_OUTWARD, dot(normal, outward))];
  unit(along).forEach((value, axis) => (into[at + axis] = Math.round(127.5 * (value + 1))));
}
