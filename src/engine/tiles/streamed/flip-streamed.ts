/**
 * `flip-diagonals.ts` for a surface in parts: a flip stays in its cell, and so in its part, and what it looks at beyond
 * that are the triangles across the part's seams, as they are by then. These go along as triangles after all others.
 */
import type { RunContext } from '../../events.ts';
import { endCorner } from '../../mesh/half-edges.ts';
import { flipDiagonals } from '../../finish/flip-diagonals.ts';
import { NONE, type StreamedPart, type StreamedSurface, throughParts } from './streamed-surface.ts';

/** Changes the corners of triangles; what goes by half-edges, partners and seams, is outdated then. */
export async function flipStreamed(surface: StreamedSurface, voxelNorm: number, context: RunContext): Promise<void> {
  const { seamTwins } = surface;
  // By seam: the corners of the triangle at it, and which of them it starts from.
  const triangles = new Float32Array(9 * seamTwins.length);
  const starts = new Uint8Array(seamTwins.length);
  const keep = (seam: number, halfEdge: number, positions: Float32Array, indices: Uint32Array): void => {
    const corner = 3 * Math.floor(halfEdge / 3);
    starts[seam] = halfEdge - corner;
    for (let k = 0; k < 3; k++) {
      const at = 3 * indices[corner + k]!;
      triangles.set(positions.subarray(at, at + 3), 9 * seam + 3 * k);
    }
  };
  await throughParts(surface, context, (part) => {
    const [positions, indices] = [part.positions.read(), part.indices.read()];
    part.seams.forEach((halfEdge, i) => keep(part.firstSeam + i, halfEdge, positions, indices));
  });
  await throughParts(surface, context, (part) => {
    const [positions, indices] = [part.positions.read(), part.indices.read()];
    const ends = part.seams.map((halfEdge) => indices[halfEdge]!);
    const seamOf = new Map<number, number>();
    part.seams.forEach((halfEdge, i) => {
      seamOf.set(ends[i]! * part.vertexCount + indices[endCorner(halfEdge)]!, part.firstSeam + i);
    });
    const whole = withAcross(part, { positions, indices }, seamTwins, triangles, starts);
    flipDiagonals(whole.positions, whole.indices, voxelNorm);
    const flipped = whole.indices.slice(0, indices.length);
    part.indices.write(flipped);
    for (let halfEdge = 0; halfEdge < flipped.length; halfEdge++) {
      const seam = seamOf.get(flipped[halfEdge]! * part.vertexCount + flipped[endCorner(halfEdge)]!);
      if (seam !== undefined) keep(seam, halfEdge, positions, flipped);
    }
  });
}

interface CornersAndTriangles {
  readonly positions: Float32Array;
  readonly indices: Uint32Array;
}

/** A part with the triangles across its seams behind its own, each with a third corner of its own. */
function withAcross(
  part: StreamedPart,
  { positions, indices }: CornersAndTriangles,
  seamTwins: Uint32Array,
  triangles: Float32Array,
  starts: Uint8Array,
) {
  const across = part.seams.filter((_, i) => seamTwins[part.firstSeam + i] !== NONE);
  const allPositions = new Float32Array(positions.length + 3 * across.length);
  const allIndices = new Uint32Array(indices.length + 3 * across.length);
  allPositions.set(positions);
  allIndices.set(indices);
  let next = 0;
  part.seams.forEach((halfEdge, i) => {
    const twin = seamTwins[part.firstSeam + i]!;
    if (twin === NONE) return;
    const start = starts[twin]!;
    const third = (start + 2) % 3;
    const vertex = part.vertexCount + next;
    allPositions.set(triangles.subarray(9 * twin + 3 * third, 9 * twin + 3 * third + 3), 3 * vertex);
    const first = indices.length + 3 * next;
    // It runs along the seam the other way.
    allIndices[first + start] = indices[endCorner(halfEdge)]!;
    allIndices[first + ((start + 1) % 3)] = indices[halfEdge]!;
    allIndices[first + third] = vertex;
    next++;
  });
  return { positions: allPositions, indices: allIndices };
}
