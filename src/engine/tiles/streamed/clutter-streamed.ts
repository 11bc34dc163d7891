/** Takes clutter and balloons away as `clutter.ts` does, and turns sheets up as `facing.ts`, of a surface in parts. */
import type { RunContext } from '../../events.ts';
import { countPoints, markBalloons, markClutter } from '../../finish/clutter.ts';
import { MOST_TREE_VERTICES } from '../../finish/finish-mesh.ts';
import { addToPiece, type FacingPiece, sheetsDown, turn } from '../../mesh/facing.ts';
import { NO_PARTNER } from '../../mesh/triangle-sides.ts';
import { borderPlaces, placesOf } from './compact-streamed.ts';
import { IS_KEPT, NONE, type StreamedSurface, throughParts } from './streamed-surface.ts';
import { componentsOf, dropTriangles, ownPieces, type StreamedComponents, withFlags } from './trim-streamed.ts';

export interface StreamedClutterInput {
  /** Of some vertices of the surface, [3 × vertices] normalised, the one nearest to each point. */
  readonly nearestOf: (positions: Float32Array) => Promise<Uint32Array>;
  /** As of `ClutterInput`. */
  readonly planes: Float32Array;
  readonly beamAreas?: Float32Array;
  readonly spacingNorm: number;
}

/** How many pieces went. */
export async function dropClutterStreamed(
  surface: StreamedSurface,
  { nearestOf, planes, beamAreas, spacingNorm }: StreamedClutterInput,
  context: RunContext,
): Promise<number> {
  const components = await componentsOf(surface, context);
  const { positions, labels } = await someVertices(surface, components, context);
  const nearestVertex = await nearestOf(positions);
  const { pointCounts, confidences, seenAreas } = countPoints(
    { count: components.count, labels },
    { nearestVertex, planes, ...(beamAreas && { beamAreas }) },
  );
  const isDropped = markClutter(components.areas, pointCounts, confidences, seenAreas);
  const isOpen = await openPieces(surface, components, context);
  const isClosed = isOpen.map((open) => 1 - open);
  markBalloons(components.areas, pointCounts, spacingNorm, () => isClosed).forEach((balloon, i) => {
    isDropped[i]! |= balloon;
  });
  if (isDropped.includes(1)) await dropTriangles(surface, components, isDropped, IS_KEPT, context);
  return isDropped.reduce((sum, dropped) => sum + dropped, 0);
}

/** Every so-and-so-many-th vertex, at most four million, and the piece of each. */
async function someVertices(surface: StreamedSurface, components: StreamedComponents, context: RunContext) {
  const stride = Math.ceil(surface.vertexCount / MOST_TREE_VERTICES);
  const positions = new Float32Array(3 * Math.ceil(surface.vertexCount / stride));
  const labels = new Uint32Array(positions.length / 3).fill(NONE);
  const ofBorders = borderPlaces(surface);
  let first = 0;
  await throughParts(surface, context, (part, number) => {
    const { places, end } = placesOf(part, first, ofBorders);
    const [own, indices] = [part.positions.read(), part.indices.read()];
    const pieces = ownPieces(indices, withFlags(part.flags.read(), IS_KEPT), part.vertexCount);
    for (let vertex = 0; vertex < places.length; vertex++) {
      const place = places[vertex]!;
      if (place % stride !== 0) continue;
      const at = place / stride;
      positions.set(own.subarray(3 * vertex, 3 * vertex + 3), 3 * at);
      const piece = pieces.labels[vertex]!;
      if (piece !== NONE) labels[at] = components.of(number, piece);
    }
    first = end;
  });
  return { positions, labels };
}

/** [count] 1 for pieces that end somewhere. */
async function openPieces(
  surface: StreamedSurface,
  components: StreamedComponents,
  context: RunContext,
): Promise<Uint8Array> {
  const isOpen = new Uint8Array(components.count);
  await throughParts(surface, context, (part, number) => {
    const [indices, partners] = [part.indices.read(), part.partners.read()];
    const { labels } = ownPieces(indices, withFlags(part.flags.read(), IS_KEPT), part.vertexCount);
    const isJoined = new Uint8Array(partners.length);
    part.seams.forEach((halfEdge, i) => {
      if (surface.seamTwins[part.firstSeam + i] !== NONE) isJoined[halfEdge] = 1;
    });
    for (let halfEdge = 0; halfEdge < partners.length; halfEdge++) {
      if (partners[halfEdge] !== NO_PARTNER || isJoined[halfEdge] === 1) continue;
      // Flips move an edge from one triangle to another of the same piece.
      isOpen[components.of(number, labels[indices[3 * Math.floor(halfEdge / 3)]!]!)] = 1;
    }
  });
  return isOpen;
}

/** Turns every sheet that is to face up, and then all if `flip` says so. @param isUp whether sheets are to face up */
export async function faceStreamed(
  surface: StreamedSurface,
  isUp: boolean,
  flip: boolean,
  context: RunContext,
): Promise<void> {
  if (!isUp && !flip) return;
  const components = await componentsOf(surface, context);
  const pieces = new Map<number, FacingPiece>();
  const through = (body: (indices: Uint32Array<ArrayBuffer>, i: number, piece: number, at: Float32Array) => void) =>
    throughParts(surface, context, (part, number) => {
      const [positions, indices] = [part.positions.read(), part.indices.read()];
      const isKept = withFlags(part.flags.read(), IS_KEPT);
      const { labels } = ownPieces(indices, isKept, part.vertexCount);
      for (let triangle = 0; triangle < isKept.length; triangle++) {
        if (isKept[triangle] === 0) continue;
        body(indices, 3 * triangle, components.of(number, labels[indices[3 * triangle]!]!), positions);
      }
      part.indices.write(indices);
    });
  if (isUp) await through((indices, i, piece, positions) => addToPiece(pieces, piece, positions, indices, i));
  const down = sheetsDown(pieces);
  if (down.size === 0 && !flip) return;
  await through((indices, i, piece) => {
    if (down.has(piece) !== flip) turn(indices, i);
  });
}
