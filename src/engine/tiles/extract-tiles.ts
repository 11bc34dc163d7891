/**
 * The surface of a level that was solved in tiles, as one mesh: marching cubes in the cells of one tile after the
 * other, each with the bricks of its neighbours that its cells reach into. A vertex on the border between two tiles is
 * computed by both, from the same numbers and so to the same bits, and becomes one again.
 */
import { BufferScope } from '../gpu/buffer-scope.ts';
import type { StageContext } from '../host/stage-context.ts';
import { compactMesh } from '../mesh/compact.ts';
import { runSteps } from '../host/steps.ts';
import { extractSurface, type SurfaceMesh } from '../surface/marching-cubes.ts';
import { BorderWeld } from './border-weld.ts';
import type { BrickStore } from './brick-store.ts';
import { joinPartsSteps, type MeasuredSurface, type SurfacePart } from './join-parts.ts';
import type { TileClouds } from './tile-clouds.ts';

export interface ExtractInput {
  readonly store: BrickStore;
  readonly clouds: TileClouds;
}

/** Extracts the surface in the order of the tiles. Rejects with the signal's reason when cancelled. */
export async function extractTiles(stage: StageContext, { store, clouds }: ExtractInput): Promise<MeasuredSurface> {
  const { context } = stage;
  const weld = new BorderWeld(store.frame);
  const parts: SurfacePart[] = [];
  for (const [number, { box }] of store.tiles.entries()) {
    context.signal.throwIfAborted();
    const surface = await extractTile(stage, store, number);
    if (surface.indices.length === 0) continue;
    const { places, isNew } = await runSteps(weld.addSteps(surface.positions, box), context.signal, context.pause);
    const measured = await clouds.measure?.(stage, box, surface.positions);
    parts.push({ surface, places, isNew, ...(measured && { measured }) });
    context.onEvent({ type: 'stage-progressed', share: (number + 1) / store.tiles.length });
  }
  return runSteps(joinPartsSteps(parts, weld.vertexCount), context.signal, context.pause);
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
