/**
 * Triangles of a GLB file (glTF 2.0 in one binary file; see `formats/write/write-glb.ts` for the specification): every
 * mesh of the scene in its place. Positions must be plain float32, as nearly all files have them; what is compressed or
 * lies in another file is refused by name.
 *
 * glTF is y-up, clouds and all our other formats are z-up: (x, y, z) becomes (x, −z, y), so that a mesh that we wrote
 * comes back number for number, and one exported by Blender fits the cloud again.
 */
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { FAN, STRIP, TRIANGLES } from '../glb-layout.ts';
import { type Accessor, GlbFile } from './glb-file.ts';
import { PlacedRoom, placedMeshes, type Placement } from './glb-scene.ts';
import { MeshBuilder } from './mesh-builder.ts';

/** @throws ReconstructError `mesh-format` */
export function* readGlbMesh(bytes: Uint8Array, name: string): Steps<WorldMesh> {
  const file = new GlbFile(bytes, name);
  const builder = new MeshBuilder();
  const room = new PlacedRoom(file, bytes.length);
  for (const placement of yield* placedMeshes(file)) {
    yield;
    for (const primitive of file.list(file.item('meshes', placement.mesh), 'primitives')) {
      const part = partOf(file, primitive);
      if (!part) continue;
      room.take(part.positions.count + (part.corners?.count ?? 0));
      yield* addPart(file, part, placement, builder);
    }
  }
  return builder.build(name);
}

interface Part {
  readonly positions: Accessor;
  /** Null where every three vertices are a triangle. */
  readonly corners: Accessor | null;
}

/** Null for points and lines, which are no part of a surface. */
function partOf(file: GlbFile, primitive: object): Part | null {
  const mode = file.integer(primitive, 'mode', TRIANGLES);
  if (mode === STRIP || mode === FAN) throw file.refusal('its triangles are in strips or fans');
  if (mode !== TRIANGLES) return null;
  if (file.has(primitive, 'extensions')) refuseCompressed(file, primitive);
  const positions = file.accessor(file.integer(file.record(primitive, 'attributes'), 'POSITION'), 'positions');
  const corners = file.has(primitive, 'indices') ? file.accessor(file.integer(primitive, 'indices'), 'indices') : null;
  const { count } = corners ?? positions;
  if (count % 3 !== 0) throw file.refusal(`${count} corners make no whole triangles`);
  return { positions, corners };
}

function* addPart(
  file: GlbFile,
  { positions, corners }: Part,
  { matrix: m, isMirrored }: Placement,
  builder: MeshBuilder,
): Steps<void> {
  const first = builder.vertexCount;
  for (let i = 0; i < positions.count; i++) {
    if ((i & STEP_MASK) === 0) yield;
    const x = positions.at(i, 0);
    const y = positions.at(i, 1);
    const z = positions.at(i, 2);
    const across = m[0]! * x + m[4]! * y + m[8]! * z + m[12]!;
    const up = m[1]! * x + m[5]! * y + m[9]! * z + m[13]!;
    const forward = m[2]! * x + m[6]! * y + m[10]! * z + m[14]!;
    // The sign is turned by a subtraction: −forward would make −0 of 0.
    builder.addVertex(across, 0 - forward, up);
  }
  const corner = (i: number): number => {
    const vertex = corners ? corners.at(i, 0) : i;
    if (vertex < positions.count) return first + vertex;
    throw file.refusal(`a triangle names vertex ${vertex} of ${positions.count}`);
  };
  const { count } = corners ?? positions;
  for (let i = 0; i < count; i += 3) {
    if ((i & STEP_MASK) < 3) yield;
    const [b, c] = isMirrored ? [i + 2, i + 1] : [i + 1, i + 2];
    builder.addPolygon([corner(i), corner(b), corner(c)]);
  }
}

function refuseCompressed(file: GlbFile, primitive: object): void {
  const compressed = Object.keys(file.record(primitive, 'extensions')).find((key) => /compression/.test(key));
  if (compressed !== undefined) throw file.refusal(`its triangles are compressed (${compressed})`);
}
