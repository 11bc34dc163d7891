/**
 * A mesh to bytes in any of the formats, streamed in chunks. Nothing is dropped silently: the summary names what the
 * format cannot hold. Meshes that no program could read (indices out of range, non-finite numbers) are refused before
 * the first byte.
 */
import { ReconstructError } from '../../errors.ts';
import type { RunContext } from '../../events.ts';
import type { Steps } from '../../host/steps.ts';
import { runSteps, STEP_MASK } from '../../host/steps.ts';
import type { TriangleMesh } from '../../mesh/triangle-mesh.ts';
import type { ByteSink } from './byte-sink.ts';
import { ChunkedOutput } from './chunked-output.ts';
import type { MeshFormat } from './mesh-format.ts';
import { hasShift } from './has-shift.ts';
import { writeGlb } from './write-glb.ts';
import { writeObj } from './write-obj.ts';
import { writePly } from './write-ply.ts';
import { writeStl } from './write-stl.ts';

export type LostPart = 'global shift' | 'shared vertices' | 'vertex normals' | 'colours';

export interface MeshWriteSummary {
  readonly format: MeshFormat;
  readonly bytes: number;
  readonly vertices: number;
  readonly triangles: number;
  /** What the mesh has and the format cannot hold. */
  readonly lost: readonly LostPart[];
}

/**
 * @throws ReconstructError `field-not-finite` or `mesh-format` for a mesh that must not be written, `output-failed` for
 * one too large for the format; whatever `sink` rejects with; `signal.reason` when aborted, with some bytes written perhaps
 */
export async function writeMesh(
  mesh: TriangleMesh,
  format: MeshFormat,
  sink: ByteSink,
  context: RunContext,
): Promise<MeshWriteSummary> {
  await runSteps(checkSteps(mesh), context.signal);
  const out = new ChunkedOutput(sink, context);
  switch (format) {
    case 'ply':
      await writePly(mesh, 'binary', out);
      break;
    case 'ply-ascii':
      await writePly(mesh, 'ascii', out);
      break;
    case 'obj':
      await writeObj(mesh, out);
      break;
    case 'stl':
      await writeStl(mesh, out);
      break;
    case 'glb':
      await writeGlb(mesh, out, context.signal);
      break;
  }
  await out.flush();
  return {
    format,
    bytes: out.byteCount,
    vertices: mesh.positions.length / 3,
    triangles: mesh.indices.length / 3,
    lost: format === 'stl' ? lostInStl(mesh) : [],
  };
}

function lostInStl(mesh: TriangleMesh): LostPart[] {
  const lost: LostPart[] = ['shared vertices'];
  if (hasShift(mesh)) lost.push('global shift');
  if (mesh.normals) lost.push('vertex normals');
  if (mesh.colors) lost.push('colours');
  return lost;
}

function* checkSteps({ positions, indices, normals, colors, shift }: TriangleMesh): Steps<void> {
  const vertices = positions.length / 3;
  const hasWrongLength = [normals, colors].some((column) => column && column.length !== positions.length);
  if (positions.length % 3 !== 0 || indices.length % 3 !== 0 || hasWrongLength) {
    throw new ReconstructError('mesh-format', 'The mesh is not written: its columns do not have three values a row.', {
      positions: positions.length,
      indices: indices.length,
      normals: normals?.length ?? 0,
      colors: colors?.length ?? 0,
    });
  }
  for (let i = 0; i < indices.length; i++) {
    if ((i & STEP_MASK) === 0) yield;
    if (indices[i]! < vertices) continue;
    const triangle = Math.floor(i / 3);
    throw new ReconstructError(
      'mesh-format',
      `The mesh is not written: triangle ${triangle} names vertex ${indices[i]!} of ${vertices}.`,
      { triangle, vertex: indices[i]!, vertices },
    );
  }
  for (const [part, values] of Object.entries({ positions, normals, shift })) {
    for (let i = 0; values && i < values.length; i++) {
      if ((i & STEP_MASK) === 0) yield;
      if (Number.isFinite(values[i])) continue;
      throw new ReconstructError(
        'field-not-finite',
        `The mesh is not written: value ${i} of its ${part} is ${values[i]!}. The run before it must have failed.`,
        { part, index: i },
      );
    }
  }
}
