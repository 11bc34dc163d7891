/** A surface in parts in which some holes are open, as `open-holes.ts` makes it of one that is whole. */
import type { RunContext } from '../../events.ts';
import type { Scratch } from '../../host/scratch.ts';
import { markCrumbs } from '../../mesh/components.ts';
import { compactStreamed } from './compact-streamed.ts';
import type { StreamedHoles } from './judge-streamed.ts';
import { partFansStreamed } from './part-fans-streamed.ts';
import { IS_KEPT, type StreamedSurface, throughParts } from './streamed-surface.ts';
import { componentsOf, dropTriangles } from './trim-streamed.ts';

/** Used up is the surface that was. Every triangle of it is kept. @param isOpen by patch */
export async function openStreamed(
  surface: StreamedSurface,
  { patchesOf }: Pick<StreamedHoles, 'patchesOf'>,
  isOpen: readonly boolean[],
  scratch: Pick<Scratch, 'open'>,
  context: RunContext,
): Promise<StreamedSurface> {
  await throughParts(surface, context, (part, number) => {
    const opened = [...patchesOf[number]!].filter(([patch]) => isOpen[patch]);
    if (opened.length === 0) return;
    const flags = part.flags.read();
    for (const [, triangles] of opened) for (const triangle of triangles) flags[triangle]! &= ~IS_KEPT;
    part.flags.write(flags);
  });
  await dropSmall(surface, context);
  const kept = await compactStreamed(surface, scratch, context);
  // Where a rim meets itself in a point its parts shall not touch, and what hung by such a point alone is a crumb.
  const parted = await partFansStreamed(kept, scratch, context);
  return (await dropSmall(parted, context)) ? compactStreamed(parted, scratch, context) : parted;
}

/** Whether there was anything too small to be a piece. */
async function dropSmall(surface: StreamedSurface, context: RunContext): Promise<boolean> {
  const components = await componentsOf(surface, context);
  const isCrumb = markCrumbs(components);
  if (!isCrumb.includes(1)) return false;
  await dropTriangles(surface, components, isCrumb, IS_KEPT, context);
  return true;
}
