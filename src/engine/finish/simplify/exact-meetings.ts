/** The exact test of the check (check/self-intersections.ts), for meshes in the making: its indices are the mesh's own. */
import type { RunContext } from '../../events.ts';
import type { TaskHost } from '../../host/host.ts';
import { allocateShareable } from '../../host/shared-memory.ts';
import type { Steps } from '../../host/steps.ts';
import { runSteps, STEP_MASK } from '../../host/steps.ts';
import { boxedTreeSteps } from '../../mesh/overlapping-pairs.ts';
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
    const tree = await runSteps(boxedTreeSteps(positions, indices), signal);
    const tested: TestedMesh = { positions, indices, tree };
    const { pairs } = await findSelfIntersections(tested, host, context);
    return pairs.map((triangle) => sources[triangle]!);
  };
}

/** Within ±1 by a power of two, which rounds nothing, and without triangles on a line. */
function* openSteps(mesh: WorldMesh): Steps<OpenMesh> {
  let greatest = 0;
  for (const value of mesh.positions) greatest = Math.max(greatest, Math.abs(value));
  const scale = scaleToOne(greatest);
  const positions = new Float64Array(allocateShareable(8 * mesh.positions.length));
  // As float32, which is what is handed out.
  for (let i = 0; i < positions.length; i++) positions[i] = scale * Math.fround(mesh.positions[i]!);
  const sources: number[] = [];
  for (let first = 0; first < mesh.indices.length; first += 3) {
    if ((first & STEP_MASK) < 3) yield;
    const [a, b, c] = [mesh.indices[first]!, mesh.indices[first + 1]!, mesh.indices[first + 2]!];
    if (openAxis(positions, a, b, c) >= 0) sources.push(first / 3);
  }
  const indices = new Uint32Array(allocateShareable(4 * 3 * sources.length));
  for (const [triangle, source] of sources.entries()) {
    for (let corner = 0; corner < 3; corner++) indices[3 * triangle + corner] = mesh.indices[3 * source + corner]!;
  }
  return { positions, indices, sources: Uint32Array.from(sources) };
}
