/** What trimming took from a surface, for a dump. */
import type { Host } from '../host/host.ts';
import { type CompactMesh, compactMesh } from '../mesh/compact.ts';
import { dropUnsupported, keepSupported, type TrimInput } from './trim-mesh.ts';

/** Far patches and fringes, and the components that were dropped. */
export async function dumpTrimming({ dump }: Host, input: TrimInput): Promise<void> {
  if (!dump) return;
  const { positions, indices } = input;
  const { isFar, isKept } = keepSupported(input);
  const isTrimmed = isKept.map((kept) => 1 - kept);
  const { droppedComponents } = dropUnsupported(input, isFar, isKept);
  const isDropped = isKept.map((kept, triangle) => 1 - kept - isTrimmed[triangle]!);
  dump.numbers('trim', { droppedComponents });
  await dump.mesh('trim', 'trimmed away', compactMesh(positions, indices, isTrimmed));
  await dump.mesh('trim', 'components dropped', compactMesh(positions, indices, isDropped));
}

/** Components that are balloons round clutter. */
export async function dumpClutter({ dump }: Host, before: CompactMesh, after: CompactMesh): Promise<void> {
  if (!dump) return;
  const { positions, indices } = before;
  const isLeft = new Uint8Array(positions.length / 3);
  for (const vertex of after.sources) isLeft[vertex] = 1;
  const isClutter = new Uint8Array(indices.length / 3).map((_, triangle) => 1 - isLeft[indices[3 * triangle]!]!);
  await dump.mesh('trim', 'clutter', compactMesh(positions, indices, isClutter));
}
