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
} from '../engine/index.ts';
import { shareable } from '../engine/hosting.ts';
import { fileSource } from './node-files.ts';

export async function readScene(inputs: readonly string[], reading: Reading, context: RunContext): Promise<PointCloud> {
  // Of several scans one may lie wholly beyond the box, which is cut from all of them together.
  const { crop, up, turn, scale, unit, onGround, ...each } = reading;
  const clouds: NamedCloud[] = [];
  for (const input of inputs) {
    const source = await fileSource(input);
    clouds.push({ name: source.name, cloud: await readCloud(source, context, each) });
  }
  const told = new Set(clouds.flatMap(({ cloud }) => cloud.stats.warnings));
  const placing = {
    ...(up && { up }),
    ...(turn && { turn }),
    ...(scale && { scale }),
    ...(unit && { unit }),
    ...(onGround && { onGround }),
  };
  const scene = await placeCloud(mergeClouds(clouds.splice(0)), placing, context.signal);
  for (const message of scene.stats.warnings) if (!told.has(message)) context.onEvent({ type: 'warning', message });
  return shared(crop ? cropCloud(scene, cropBoxOf(crop)) : scene);
}

/** With its positions where all threads see them: each task that takes them would have two copies of them else. */
function shared(cloud: PointCloud): PointCloud {
  return { ...cloud, positions: shareable(cloud.positions) };
}
