/**
 * The surface of a level that was solved in tiles, as one mesh: marching cubes in the cells of one tile after the
 * other, each with the bricks of its neighbours that its cells reach into. A vertex on the border between two tiles is
 * computed by both, from the same numbers and so to the same bits, and becomes one again.
 */
import { BufferScope } from '../gpu/buffer-scope.ts';
import type { GridFrame } from '../grid/grid-frame.ts';
import type { StageContext } from '../host/stage-context.ts';
import { compactMesh } from '../mesh/compact.ts';
import { runSteps } from '../host/steps.ts';
import { extractSurface, type SurfaceMesh } from '../surface/marching-cubes.ts';
import { BorderWeld } from './border-weld.ts';
import type { BrickStore } from './brick-store.ts';
import { joinPartsSteps, type MeasuredSurface, type SurfacePart } from './join-parts.ts';
import type { MeasuredVertices, TileClouds } from './tile-clouds.ts';
import type { UnitBox } from './unit-box.ts';

export interface ExtractInput {
  readonly store: BrickStore;
  readonly clouds: TileClouds;
}

/** The surface in the cells of one tile, and what was measured of its vertices. */
export interface TileSurfacePart {
  readonly box: UnitBox;
  readonly surface: SurfaceMesh;
  readonly measured?: MeasuredVertices;
}

/** The surface in the order of the tiles. Rejects with the signal's reason when cancelled. */
export async function* tileParts(
  stage: StageContext,
  { store, clouds }: ExtractInput,
): AsyncGenerator<TileSurfacePart> {
  for (const number of store.tiles.keys()) {
    stage.context.signal.throwIfAborted();
    const part = await extractPart(stage, { store, clouds }, number);
    if (!part) continue;
    yield part;
    stage.context.onEvent({ type: 'stage-progressed', share: (number + 1) / store.tiles.length });
  }
}

/**
 * One mesh of the parts, in the order in which they come, each with its borders equal to those of others to the bit.
 */
export async function weldParts(
  { context }: Pick<StageContext, 'context'>,
  found: AsyncIterable<TileSurfacePart>,
  frame: GridFrame,
): Promise<MeasuredSurface> {
  const weld = new BorderWeld(frame);
  const parts: SurfacePart[] = [];
  for await (const { box, ...part } of found) {
    const { places, isNew } = await runSteps(weld.addSteps(part.surface.positions, box), context.signal, context.pause);
    parts.push({ ...part, places, isNew });
  }
  return runSteps(joinPartsSteps(parts, weld.vertexCount), context.signal, context.pause);
}

/** The part of tile `number`; nothing where no surface goes through its cells. */
export async function extractPart(
  stage: StageContext,
  { store, clouds }: ExtractInput,
  number: number,
): Promise<TileSurfacePart | undefined> {
  const { box } = store.tiles[number]!;
  const surface = await extractTile(stage, store, number);
  if (surface.indices.length === 0) return undefined;
  const measured = await clouds.measure?.(stage, box, surface.positions);
  return { box, surface, ...(measured && { measured }) };
}

/** A tile's cells as a mesh of its own, without the vertices that they do not use. */
async function extractTile(stage: StageContext, store: BrickStore, tile: number): Promise<SurfaceMesh> {
  using scope = new BufferScope(stage.gpu, 'tile surface');
  const { grid, field } = store.upload(scope, store.withNeighbours(tile));
  const ownCount = store.tiles[tile]!.brickCoords.length;
  const surface = await extractSurface(stage, { grid, field, cellBricks: ownCount });
  const all = new Uint8Array(surface.indices.length / 3).fill(1);
  const { positions, indices } = compactMesh(surface.positions, surface.indices, all);
  return { positions, indices };
}
