/**
 * Places of the scene, whose origin lies somewhere in the world, and of the file, from which its points were turned and
 * scaled.
 */
import { placedAt, placeInFile, type Triple } from '../../engine/vocabulary.ts';
import type { CloudInfo } from './engine-api.ts';

/** Where scene space lies, and how its points stand. */
export type SceneFrame = Pick<CloudInfo, 'origin' | 'placement'>;

/** A place of the scene, as the file has it. */
export function inFile({ origin, placement }: SceneFrame, place: Triple): Triple {
  const world = moved(place, origin, 1);
  return placement ? placeInFile(placement, world) : world;
}

/** A place of the file, in the scene. */
export function inScene({ origin, placement }: SceneFrame, place: Triple): Triple {
  return moved(placement ? placedAt(placement, place) : place, origin, -1);
}

function moved(place: Triple, by: Triple, sign: 1 | -1): Triple {
  return [place[0] + sign * by[0], place[1] + sign * by[1], place[2] + sign * by[2]];
}
