/** Colours for the vertices of a surface in parts, where its tiles found none. */
import type { RunContext } from '../../events.ts';
import type { StreamedPart, StreamedSurface } from './streamed-surface.ts';
import { throughParts } from './streamed-surface.ts';

/** Of vertices, [3 × count] of [3 × count] normalised. */
export type ColoursOf = (positions: Float32Array) => Promise<Uint8Array<ArrayBuffer>>;

export async function colourStreamed(
  surface: StreamedSurface,
  coloursOf: ColoursOf,
  context: RunContext,
): Promise<StreamedSurface> {
  const { file, copies } = surface;
  const parts: StreamedPart[] = [];
  await throughParts(surface, context, async (part) => {
    const isEmpty = part.vertexCount === 0;
    const colors = isEmpty ? new Uint8Array() : await coloursOf(part.positions.read());
    parts.push({ ...part, colors: file.put(colors) });
  });
  const colors = copies.count > 0 ? await coloursOf(copies.positions) : new Uint8Array();
  return { ...surface, parts, hasColors: true, copies: { ...copies, colors } };
}
