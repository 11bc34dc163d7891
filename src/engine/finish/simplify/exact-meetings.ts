/**
 * The exact test of the check (check/self-intersections.ts), for meshes in the making: its indices are the mesh's own.
 */
import type { RunContext } from '../../events.ts';
import type { TaskHost } from '../../host/host.ts';
import { allocateShareable } from '../../host/shared-memory.ts';
import type { Steps } from '../../host/steps.ts';
import { runSteps, STEP_MASK } from '../../host/steps.ts';
import { growBoxedTree } from '../../mesh/overlapping-pairs.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { openAxis } from '../check/exact-sides.ts';
import { scaleToOne } from '../check/scale-to-one.ts';
import { findSelfIntersections, type TestedMesh } from '../check/self-intersections.ts';
import type { FindSelfIntersections } from './meeting-locks.ts';

interface OpenMesh {
  readonly positions: Float64Array;
  readonly indices: Uint32Array;
  /** [triangleCount] which triangle of the mesh each one is */
  readonly sources: Uint32Array;
}

/** Triangles without an area meet nothing. The test's work goes to the host's workers. */
export function exactMeetings(host: TaskHost, context: Pick<RunContext, 'signal'>): FindSelfIntersections {
  return async (mesh) => {
    const { signal } = context;
    const { positions, indices, sources } = await runSteps(openSteps(mesh), signal);
    if (indices.length === 0) return new Uint32Array();
    const tree = await growBoxedTree(positions, indices, host, signal);
    const tested: TestedMesh = { positions, indices, tree };
    const { pairs } = await findSelfIntersections(tested, host, context);
    return pairs.map((triangle) => sources[triangle]!);
  };
}

/** Within ±1 by a power of two, which rounds nothing, and without triangles on a line. */
function* openSteps(mesh: WorldMesh): Steps<OpenMesh> {
  let greatest = 0;
  for (let i = 0; i < mesh.positions.length; i++) greatest = Math.max(greatest, Math.abs(mesh.positions[i]!));
  const scale = scaleToOne(greatest);
  const positions = new Float64Array(allocateShareable(8 * mesh.positions.length));
  // As float32, which is what is handed out.
  for (let i = 0; i < positions.length; i++) positions[i] = scale * Math.fround(mesh.positions[i]!);
  const indices = new Uint32Array(allocateShareable(mesh.indices.byteLength));
  const sources = new Uint32Array(indices.length / 3);
  let count = 0;
  for (let first = 0; first < mesh.indices.length; first += 3) {
    if ((first & STEP_MASK) < 3) yield;
    const a = mesh.indices[first]!;
    const b = mesh.indices[first + 1]!;
    const c = mesh.indices[first + 2]!;
    if (openAxis(positions, a, b, c) < 0) continue;
    indices[3 * count] = a;
    indices[3 * count + 1] = b;
    indices[3 * count + 2] = c;
    sources[count++] = first / 3;
  }
  return { positions, indices: indices.subarray(0, 3 * count), sources: sources.subarray(0, count) };
}
