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
import { CODECS } from '../codecs.ts';
import { FORMATS, MESH_PARTS, type MeshFormat, type MeshPart, notKept } from '../formats.ts';
import type { BesideSink, ByteSink } from './byte-sink.ts';
import { ChunkedOutput } from './chunked-output.ts';
import { hasShift } from './has-shift.ts';

export interface MeshWriteSummary {
  readonly format: MeshFormat;
  readonly bytes: number;
  readonly vertices: number;
  readonly triangles: number;
  /** The files beside it, without their folder. */
  readonly beside: readonly string[];
  /** What the mesh has and the format cannot hold. */
  readonly lost: readonly MeshPart[];
}

/**
 * @param beside takes the material and the pictures of an OBJ; without it the file has no texture
 * @throws ReconstructError `field-not-finite` or `mesh-format` for a mesh that must not be written, `output-failed` for
 * one too large for the format; whatever `sink` rejects with; `signal.reason` when aborted, with some bytes written
 * perhaps
 */
export async function writeMesh(
  mesh: TriangleMesh,
  format: MeshFormat,
  sink: ByteSink,
  context: RunContext,
  beside?: BesideSink,
): Promise<MeshWriteSummary> {
  await runSteps(checkSteps(mesh), context.signal);
  const out = new ChunkedOutput(sink, context);
  const names: string[] = [];
  const noted = beside && {
    name: beside.name,
    write: async (name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
      await beside.write(name, bytes);
      names.push(name);
    },
  };
  await CODECS[format].write(mesh, out, context.signal, noted);
  await out.flush();
  return {
    format,
    bytes: out.byteCount,
    vertices: mesh.positions.length / 3,
    triangles: mesh.indices.length / 3,
    beside: names,
    lost: lostIn(format, mesh, beside),
  };
}

const PART_WORDS: Readonly<Record<MeshPart, string>> = {
  sharedVertices: 'shared vertices',
  shift: 'global shift',
  normals: 'vertex normals',
  colors: 'colours',
  texture: 'texture',
  trust: 'uncertainty and guesses of the vertices',
};

/** A sentence for each part that was lost, for a person. */
export function lossMessages({ format, lost }: Pick<MeshWriteSummary, 'format' | 'lost'>): string[] {
  return lost.map((part) => `${FORMATS[format].name} does not keep: ${PART_WORDS[part]}`);
}

function lostIn(format: MeshFormat, mesh: TriangleMesh, beside: BesideSink | undefined): MeshPart[] {
  const keeps = (part: MeshPart): boolean =>
    !notKept(format).includes(part) && (part !== 'texture' || format !== 'obj' || beside !== undefined);
  const has: Readonly<Record<MeshPart, boolean>> = {
    sharedVertices: true,
    shift: hasShift(mesh),
    normals: mesh.normals !== undefined,
    colors: mesh.colors !== undefined,
    trust: mesh.trust !== undefined,
    texture: mesh.texture !== undefined,
  };
  return MESH_PARTS.filter((part) => has[part] && !keeps(part));
}

/** @throws ReconstructError for a mesh, or a run of its vertices, that must not be written */
export function* checkSteps({
  positions,
  indices,
  normals,
  colors,
  trust,
  shift,
}: Omit<TriangleMesh, 'texture'>): Steps<void> {
  const vertices = positions.length / 3;
  const hasWrongLength =
    [normals, colors].some((column) => column && column.length !== positions.length) ||
    (trust && [trust.uncertainties, trust.guessed].some((column) => column.length !== vertices));
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
  for (const [part, values] of Object.entries({ positions, normals, shift, uncertainties: trust?.uncertainties })) {
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
