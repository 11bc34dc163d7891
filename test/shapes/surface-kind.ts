/** What operations on a mesh keep of its surface. */
import { finishSteps } from '../../src/engine/host/steps.ts';
import { type MeshTopology, topologySteps } from '../../src/engine/mesh/topology.ts';
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';

export const topologyOf = ({ positions, indices }: WorldMesh): MeshTopology =>
  finishSteps(topologySteps(positions, indices));

/** Its pieces, handles and rims, and whatever keeps it from being a manifold. */
export function kindOfSurface(mesh: WorldMesh) {
  const { components, genus, boundaryLoops, nonManifoldEdges, inconsistentEdges, nonManifoldVertices } =
    topologyOf(mesh);
  return { components, genus, boundaryLoops, nonManifoldEdges, inconsistentEdges, nonManifoldVertices };
}
