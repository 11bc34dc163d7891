/**
 * A mesh made ready for its check: vertices in one place are one vertex, as every slicer takes them and as STL cannot
 * say otherwise; triangles that nothing can be said of are counted and left out. Nothing is rounded.
 */
import { ReconstructError } from '../../errors.ts';
import { allocateShareable } from '../../host/shared-memory.ts';
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import type { Triple } from '../../math/triple.ts';
import { weldSteps } from '../../mesh/weld.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { openAxis } from './exact-sides.ts';
import { scaleToOne } from './scale-to-one.ts';

export interface UsableMesh {
  /** [3 × vertexCount] `scaled` less the middle of the bounds, for lengths, areas and volumes */
  readonly centred: Float64Array;
  /** [3 × vertexCount] world units by `scale`: within ±1; in shared memory where there is some */
  readonly scaled: Float64Array;
  /** A power of two; lengths of `centred` and `scaled` by its inverse are the world's. */
  readonly scale: number;
  /** [3 × …] triangles of finite vertices, vertices in one place by their first; degenerate ones are among them */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** [3 × …] those that are not degenerate; in shared memory where there is some */
  readonly open: Uint32Array;
  /** Bounds of the vertices that `indices` names, world units. */
  readonly min: Triple;
  readonly max: Triple;
  readonly counts: UsableCounts;
}

export interface UsableCounts {
  /** Triangles of the file. */
  readonly triangles: number;
  /** Triangles with a corner that is not a finite number. */
  readonly notFiniteTriangles: number;
  /** Triangles whose corners lie on one line or in one point, exactly: they have no area. */
  readonly degenerateTriangles: number;
  /** Vertices that no triangle names. */
  readonly unusedVertices: number;
  /** Used vertices that lie where an earlier one does. */
  readonly mergedVertices: number;
}

/** @throws ReconstructError `mesh-format` where no triangle has finite corners */
export function* usableMeshSteps({ positions, indices }: WorldMesh): Steps<UsableMesh> {
  const finite = yield* finiteTriangleSteps(positions, indices);
  if (finite.length === 0) {
    throw new ReconstructError(
      'mesh-format',
      'The mesh has no triangle whose corners are all finite numbers, so there is nothing to check.',
      { triangles: indices.length / 3 },
    );
  }
  const { min, max } = yield* boundSteps(positions, finite);
  const scale = scaleToOne(Math.max(...min.map(Math.abs), ...max.map(Math.abs)));
  const centre = min.map((low, axis) => (low * scale + max[axis]! * scale) / 2);
  const { centred, scaled } = yield* placedSteps(positions, finite, centre, scale);
  const welded = yield* weldSteps({ positions: scaled, indices: finite });
  const open = yield* openTriangleSteps(scaled, welded);
  const vertexCount = positions.length / 3;
  const counts = {
    triangles: indices.length / 3,
    notFiniteTriangles: (indices.length - finite.length) / 3,
    degenerateTriangles: (welded.length - open.length) / 3,
    unusedVertices: vertexCount - countNamed(indices, vertexCount),
    mergedVertices: countNamed(finite, vertexCount) - countNamed(welded, vertexCount),
  };
  return { centred, scaled, scale, indices: welded, open, min, max, counts };
}

function* finiteTriangleSteps(positions: Float64Array, indices: Uint32Array): Steps<Uint32Array<ArrayBuffer>> {
  const kept = new Uint32Array(indices.length);
  let count = 0;
  for (let first = 0; first < indices.length; first += 3) {
    if ((first & STEP_MASK) < 3) yield;
    let isFinite = true;
    for (let corner = first; corner < first + 3; corner++) {
      for (let axis = 0; axis < 3; axis++) isFinite &&= Number.isFinite(positions[3 * indices[corner]! + axis]!);
    }
    if (!isFinite) continue;
    for (let corner = first; corner < first + 3; corner++) kept[count++] = indices[corner]!;
  }
  return kept.slice(0, count);
}

function* boundSteps(positions: Float64Array, indices: Uint32Array): Steps<{ min: Triple; max: Triple }> {
  const min: [number, number, number] = [Infinity, Infinity, Infinity];
  const max: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < indices.length; i++) {
    if ((i & STEP_MASK) === 0) yield;
    for (let axis = 0; axis < 3; axis++) {
      const value = positions[3 * indices[i]! + axis]!;
      if (value < min[axis]!) min[axis] = value;
      if (value > max[axis]!) max[axis] = value;
    }
  }
  return { min, max };
}

/** Vertices that no usable triangle names lie in the origin: numbers that are none would stop the weld. */
function* placedSteps(
  positions: Float64Array,
  named: Uint32Array,
  centre: readonly number[],
  scale: number,
): Steps<{ centred: Float64Array; scaled: Float64Array<ArrayBuffer> }> {
  const centred = new Float64Array(positions.length);
  // The type promises an `ArrayBuffer`; see `shareable`.
  const scaled = new Float64Array(allocateShareable(8 * positions.length)) as Float64Array<ArrayBuffer>;
  for (let i = 0; i < named.length; i++) {
    if ((i & STEP_MASK) === 0) yield;
    for (let axis = 0; axis < 3; axis++) {
      const at = 3 * named[i]! + axis;
      scaled[at] = positions[at]! * scale;
      centred[at] = scaled[at] - centre[axis]!;
    }
  }
  return { centred, scaled };
}

/** Without the triangles whose corners lie on one line. */
function* openTriangleSteps(scaled: Float64Array, indices: Uint32Array): Steps<Uint32Array> {
  const kept = new Uint32Array(allocateShareable(indices.byteLength));
  let count = 0;
  for (let first = 0; first < indices.length; first += 3) {
    if ((first & STEP_MASK) < 3) yield;
    const [a, b, c] = [indices[first]!, indices[first + 1]!, indices[first + 2]!];
    if (openAxis(scaled, a, b, c) < 0) continue;
    kept[count++] = a;
    kept[count++] = b;
    kept[count++] = c;
  }
  return kept.subarray(0, count);
}

function countNamed(indices: Uint32Array, vertexCount: number): number {
  const isNamed = new Uint8Array(vertexCount);
  for (let i = 0; i < indices.length; i++) isNamed[indices[i]!] = 1;
  let count = 0;
  for (let vertex = 0; vertex < vertexCount; vertex++) count += isNamed[vertex]!;
  return count;
}
