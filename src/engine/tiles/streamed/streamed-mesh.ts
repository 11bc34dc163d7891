/** A finished surface in parts as a mesh that is handed out piece by piece: world places, normals, colours. */
import type { RunContext } from '../../events.ts';
import { type Frame, toWorld } from '../../cloud/frame.ts';
import { runSteps } from '../../host/steps.ts';
import type { Triple } from '../../math/triple.ts';
import { gatherTriples } from '../../math/gather-triples.ts';
import type { MeshRuns } from '../../mesh/mesh-runs.ts';
import { addNormalSteps, normalsOfSums } from '../../mesh/normals.ts';
import { borderPlaces, placesOf } from './compact-streamed.ts';
import { type StreamedPart, type StreamedSurface, throughParts } from './streamed-surface.ts';

/** Takes the surface to the unit of the file, in its place. */
export async function placeStreamed(
  surface: StreamedSurface,
  frame: Frame,
  context: RunContext,
): Promise<StreamedSurface> {
  await throughParts(surface, context, ({ positions }) => {
    positions.write(toWorld(positions.read(), frame) as Float32Array<ArrayBuffer>);
  });
  const { copies } = surface;
  return {
    ...surface,
    copies: { ...copies, positions: toWorld(copies.positions, frame) as Float32Array<ArrayBuffer> },
  };
}

/** Of a surface in the unit of the file. Every triangle is kept. */
export async function streamedMesh(surface: StreamedSurface, shift: Triple, context: RunContext): Promise<MeshRuns> {
  const { signal, pause } = context;
  const { copies, vertexCount, borderCount } = surface;
  // Of a border vertex every part has some triangles: one part after the other adds to its sum.
  const ofBorders = new Float64Array(3 * borderCount);
  const sumsOf = async (part: StreamedPart, positions: Float32Array): Promise<Float64Array> => {
    const sums = new Float64Array(positions.length);
    copyTriples(part, ofBorders, sums, 'out');
    await runSteps(addNormalSteps(sums, positions, part.indices.read()), signal, pause);
    return sums;
  };
  await throughParts(surface, context, async (part) => {
    copyTriples(part, ofBorders, await sumsOf(part, part.positions.read()), 'in');
  });
  return {
    vertexCount: vertexCount + copies.count,
    triangleCount: surface.parts.reduce((sum, { triangleCount }) => sum + triangleCount, 0),
    hasColors: surface.hasColors,
    shift,
    async *vertices() {
      for (const part of surface.parts) {
        signal.throwIfAborted();
        const places = part.positions.read();
        const sums = await sumsOf(part, places);
        copyTriples(part, ofBorders, sums, 'out');
        const isKnown = new Uint8Array(part.vertexCount);
        part.borders.forEach((vertex, i) => (isKnown[vertex] = part.isKnown[i]!));
        const own = Uint32Array.from(isKnown.keys()).filter((vertex) => isKnown[vertex] === 0);
        const positions = gatherTriples(places, own, new Float32Array(3 * own.length));
        const ownSums = gatherTriples(sums, own, new Float64Array(3 * own.length));
        const known = part.colors && gatherTriples(part.colors.read(), own, new Uint8Array(3 * own.length));
        yield {
          positions,
          normals: await runSteps(normalsOfSums(ownSums), signal, pause),
          ...(known && { colors: known }),
        };
      }
      if (copies.count === 0) return;
      yield {
        positions: copies.positions,
        normals: await runSteps(normalsOfSums(ofBorders.slice(3 * (borderCount - copies.count))), signal, pause),
        ...(copies.colors && { colors: copies.colors }),
      };
    },
    async *triangles() {
      const places = borderPlaces(surface);
      let first = 0;
      for (const part of surface.parts) {
        signal.throwIfAborted();
        const own = placesOf(part, first, places);
        first = own.end;
        yield part.indices.read().map((vertex) => own.places[vertex]!);
      }
    },
  };
}

/** Three numbers of each border vertex, into a part's own or out of them. */
function copyTriples(
  { borders, borderNumbers }: StreamedPart,
  ofBorders: Float64Array,
  own: Float64Array,
  way: 'in' | 'out',
): void {
  borders.forEach((vertex, i) => {
    const number = borderNumbers[i]!;
    for (let axis = 0; axis < 3; axis++) {
      if (way === 'in') ofBorders[3 * number + axis] = own[3 * vertex + axis]!;
      else own[3 * vertex + axis] = ofBorders[3 * number + axis]!;
    }
  });
}
