/** The clouds of a scene as one, as they are to be read. */
import {
  cropBoxOf,
  cropCloud,
  mergeClouds,
  type NamedCloud,
  placeCloud,
  type PointCloud,
  readCloud,
  type Reading,
  type RunContext,
  type Scratch,
} from '../engine/index.ts';
import { shareable } from '../engine/hosting.ts';
import { fileSource } from './node-files.ts';

/** @param scratch where points go of which there are too many for memory; without it all are held */
export async function readScene(
  inputs: readonly string[],
  reading: Reading,
  context: RunContext,
  scratch?: Scratch,
): Promise<PointCloud> {
  // Of several scans one may lie wholly beyond the box, which is cut from all of them together.
  const { crop, up, turn, scale, unit, onGround, ...each } = reading;
  const clouds: NamedCloud[] = [];
  const own = scratch && { scratch: partOf(scratch, inputs.length) };
  for (const input of inputs) {
    const source = await fileSource(input);
    clouds.push({ name: source.name, cloud: await readCloud(source, context, { ...each, ...own }) });
  }
  const told = new Set(clouds.flatMap(({ cloud }) => cloud.stats.warnings));
  const placing = {
    ...(up && { up }),
    ...(turn && { turn }),
    ...(scale && { scale }),
    ...(unit && { unit }),
    ...(onGround && { onGround }),
  };
  const scene = await placeCloud(mergeClouds(clouds.splice(0), scratch), placing, context.signal);
  for (const message of scene.stats.warnings) if (!told.has(message)) context.onEvent({ type: 'warning', message });
  return shared(crop ? cropCloud(scene, cropBoxOf(crop)) : scene);
}

/** Of several files each has its part of what memory holds, so that all of them together hold no more. */
function partOf(scratch: Scratch, count: number): Scratch {
  return {
    wholePoints: Math.ceil(scratch.wholePoints / count),
    copies: scratch.copies,
    open: () => scratch.open(),
    reserve: (bytes) => scratch.reserve(bytes),
  };
}

/** With its positions where all threads see them: each task that takes them would have two copies of them else. */
function shared(cloud: PointCloud): PointCloud {
  return { ...cloud, positions: shareable(cloud.positions) };
}
