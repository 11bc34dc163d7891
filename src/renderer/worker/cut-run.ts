/** Where a plane cuts the mesh of a run, as it is trimmed: to be drawn, and as a drawing in a file. */
import { drawSection, type DrawingFormat, type Section, sectionMesh, trimBeyond } from '../../engine/index.ts';
import type { LengthUnit, Triple } from '../../engine/vocabulary.ts';
import type { CutOutline, CutPlane, SaveTarget, WrittenMesh } from './engine-api.ts';
import { fillTarget } from './file-sink.ts';
import type { HeldRun } from './reconstruct-cloud.ts';

async function sectionOf({ mesh, trimLengths }: HeldRun, plane: CutPlane, signal: AbortSignal): Promise<Section> {
  const whole = await trimBeyond(mesh, trimLengths, plane.trim, { signal, onEvent: () => undefined });
  return sectionMesh(whole, plane, { signal });
}

/** @param origin scene space's, in the world */
export async function cutRun(run: HeldRun, plane: CutPlane, origin: Triple, signal: AbortSignal): Promise<CutOutline> {
  const { curves, length, area } = await sectionOf(run, plane, signal);
  const pieces = curves.reduce((sum, { points, isClosed }) => sum + points.length / 3 - (isClosed ? 0 : 1), 0);
  const lines = new Float32Array(6 * pieces);
  let at = 0;
  for (const { points, isClosed } of curves) {
    const count = points.length / 3;
    for (let i = 0; i < (isClosed ? count : count - 1); i++) {
      for (const end of [i, (i + 1) % count]) {
        for (let axis = 0; axis < 3; axis++) lines[at++] = points[3 * end + axis]! - origin[axis]!;
      }
    }
  }
  const closed = curves.filter(({ isClosed }) => isClosed).length;
  return { lines, curves: curves.length, closed, length, area };
}

/** Nothing half-written stays that can be taken away. */
export async function writeCut(
  run: HeldRun,
  plane: CutPlane,
  { format, unit }: { readonly format: DrawingFormat; readonly unit: LengthUnit | null },
  target: SaveTarget,
  signal: AbortSignal,
): Promise<WrittenMesh> {
  const bytes = new TextEncoder().encode(drawSection(await sectionOf(run, plane, signal), format, unit));
  const { blob } = await fillTarget(target, signal, (sink) => sink.write(bytes));
  return { bytes: bytes.length, ...(blob && { blob }) };
}
