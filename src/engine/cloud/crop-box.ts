/**
 * The part of a cloud within a box that stands upright and may be turned about z: what is worked on. A point on a face
 * of the box is within.
 */
import { ReconstructError } from '../errors.ts';
import { placeWords } from '../math/place-words.ts';
import type { Triple } from '../math/triple.ts';
import type { PointCloud } from './point-cloud.ts';
import { gatherCloud, keepStored } from './select-points.ts';

export interface CropBox {
  readonly centre: Triple;
  /** Along the box's own axes, 0 or more. */
  readonly size: Triple;
  /** Degrees about z, counter-clockwise as seen from above. */
  readonly turn: number;
}

/** Whether a place, in the space of the box, is within it. */
export function cropTest({ centre, size, turn }: CropBox): (x: number, y: number, z: number) => boolean {
  const radians = (turn * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)];
  const [halfX, halfY, halfZ] = size.map((side) => side / 2) as [number, number, number];
  const [centreX, centreY, centreZ] = centre;
  return (x, y, z) => {
    const [fromX, fromY] = [x - centreX, y - centreY];
    return (
      Math.abs(z - centreZ) <= halfZ &&
      Math.abs(cosine * fromX + sine * fromY) <= halfX &&
      Math.abs(cosine * fromY - sine * fromX) <= halfY
    );
  };
}

/**
 * The points within a box of world space, as a cloud of its own.
 * @throws ReconstructError `cloud-empty` where none is
 */
export function cropCloud(cloud: PointCloud, box: CropBox): PointCloud {
  const { positions, shift, stats } = cloud;
  const [x, y, z] = shift;
  const isWithin = cropTest({ ...box, centre: [box.centre[0] - x, box.centre[1] - y, box.centre[2] - z] });
  const isIn = (of: Float32Array, point: number): boolean =>
    isWithin(of[3 * point]!, of[3 * point + 1]!, of[3 * point + 2]!);
  const size = Math.max(...stats.max.map((end, axis) => end - stats.min[axis]!));
  const whyNone = `No point lies within the crop box. The points reach from ${placeText(stats.min, size)} to ${placeText(stats.max, size)}.`;
  const kept = cloud.all
    ? keepStored(cloud, cloud.all, (chunk, point) => isIn(chunk.positions, point), whyNone)
    : gatherCloud(cloud, (point) => isIn(positions, point), whyNone);
  const croppedCount = (stats.croppedCount ?? 0) + stats.finiteCount - kept.stats.finiteCount;
  return { ...kept, stats: { ...kept.stats, croppedCount } };
}

function placeText(place: Triple, size: number): string {
  return `(${placeWords(place, size / 100).join(', ')})`;
}

/** What `cropBoxOf` takes, for messages. */
export const CROP_NUMBERS = 'six or seven numbers: x,y,z of the centre, three sides, and degrees about z';

/**
 * The box of six or seven numbers: centre, sides, and the turn.
 * @throws ReconstructError `option-invalid` where they are none
 */
export function cropBoxOf(numbers: readonly number[]): CropBox {
  const [x, y, z, width, depth, height, turn = 0] = numbers as [
    number,
    number,
    number,
    number,
    number,
    number,
    number?,
  ];
  const isBox = [6, 7].includes(numbers.length) && numbers.every(Number.isFinite);
  if (!isBox || Math.min(width, depth, height) < 0) {
    throw new ReconstructError('option-invalid', `The crop box is ${numbers.join(',')}; allowed: ${CROP_NUMBERS}`, {
      option: 'crop',
    });
  }
  return { centre: [x, y, z], size: [width, depth, height], turn };
}
