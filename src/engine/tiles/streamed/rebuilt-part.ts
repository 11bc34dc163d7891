/** A part with other vertices and triangles, as columns of another file. */
import type { RunContext } from '../../events.ts';
import { runSteps } from '../../host/steps.ts';
import { gatherTriples } from '../../math/gather-triples.ts';
import { partnerSteps } from '../../mesh/triangle-sides.ts';
import { valuesAt } from '../../finish/finish-mesh.ts';
import type { ColumnFile } from './column-file.ts';
import { numbersByVertex, type SeamTable, type StreamedPart } from './streamed-surface.ts';

type Borders = Pick<StreamedPart, 'borders' | 'borderNumbers' | 'isKnown'>;

export interface PartChange extends Borders {
  /** [vertices] which vertex each one was before. */
  readonly sources: Uint32Array;
  /** [3 × vertices] */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [3 × triangles] */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** [triangles] */
  readonly flags: Uint8Array<ArrayBuffer>;
}

/** Where the surface that is made of such parts lies, and what they have in common. */
export interface Rebuilding {
  readonly file: ColumnFile;
  readonly seams: SeamTable;
}

export async function rebuiltPart(
  { file, seams }: Rebuilding,
  part: Pick<StreamedPart, 'squared' | 'radii' | 'deviations' | 'colors'>,
  { sources, positions, indices, flags, borders, borderNumbers, isKnown }: PartChange,
  { signal, pause }: RunContext,
): Promise<StreamedPart> {
  const vertexCount = sources.length;
  const partners = await runSteps(partnerSteps(indices, vertexCount), signal, pause);
  const { deviations, colors } = part;
  return {
    vertexCount,
    triangleCount: flags.length,
    positions: file.put(positions),
    indices: file.put(indices),
    partners: file.put(Uint32Array.from(partners)),
    flags: file.put(flags),
    squared: file.put(valuesAt(part.squared.read(), sources)),
    radii: file.put(valuesAt(part.radii.read(), sources)),
    ...(deviations && { deviations: file.put(valuesAt(deviations.read(), sources)) }),
    ...(colors && { colors: file.put(gatherTriples(colors.read(), sources, new Uint8Array(3 * vertexCount))) }),
    borders,
    borderNumbers,
    isKnown,
    ...seams.add(indices, partners, numbersByVertex(vertexCount, borders, borderNumbers)),
  };
}
