/**
 * The first sight of a large cloud's surface: that of some of its points, on one coarse level. A run comes to its own
 * first level after it has cleaned and oriented all points, which of a million takes most of its time; this one takes
 * as long as a cloud of ten thousand points. Its sides are those of the run (docs/performance.md has the figures); its
 * shape is coarse.
 */
import { unshifted } from './cloud/frame.ts';
import { type PointCloud, pointCountOf } from './cloud/point-cloud.ts';
import { ALL_PARTS, heldAsStored, pickedPoints } from './cloud/stored-points.ts';
import { thinnedIndices } from './cloud/thin-cloud.ts';
import { ReconstructError } from './errors.ts';
import type { RunContext } from './events.ts';
import type { Host } from './host/host.ts';
import { boundsOf } from './math/point-bounds.ts';
import type { TriangleMesh } from './mesh/triangle-mesh.ts';
import type { ReconstructOptions } from './options.ts';
import { reconstruct } from './reconstruct.ts';

/** Of twice as many the surface is hardly better (NC with the final one .976 either way), and comes later. */
const FIRST_POINTS = 10_000;
export const FIRST_RESOLUTION = 64;
/** A cloud of fewer points has its own first level nearly as soon. */
const LEAST_POINTS = 100_000;

/** The options that say which side is outside and what is noise; all others are about finer surfaces, or later ones. */
export type FirstOptions = Pick<ReconstructOptions, 'fileNormals' | 'sensors' | 'flip' | 'noise' | 'seed'>;

export function firstOptionsOf({ fileNormals, sensors, flip, noise, seed }: ReconstructOptions): FirstOptions {
  return { fileNormals, sensors, flip, noise, seed };
}

/** Whether a first surface comes sooner than a run's own. */
export function isWorthFirst(cloud: PointCloud, { preset }: Pick<ReconstructOptions, 'preset'>): boolean {
  return preset === 'default' && pointCountOf(cloud) >= LEAST_POINTS;
}

/** @throws ReconstructError `option-invalid` for the preset `paper`, which knows no share of a cloud */
export function checkFirst({ preset }: Pick<ReconstructOptions, 'preset'>): void {
  if (preset === 'default') return;
  const message = `the preset ${preset} has no first surface: leave --preview out, or take the preset default`;
  throw new ReconstructError('option-invalid', message, { option: 'preset' });
}

/**
 * With normals and, where the cloud has them, colours. Tells no events. Rejects like `checkFirst` and `reconstruct`.
 */
export async function firstSurface(
  cloud: PointCloud,
  options: ReconstructOptions,
  host: Host,
  { signal }: Pick<RunContext, 'signal'>,
): Promise<TriangleMesh> {
  checkFirst(options);
  const coarse = { ...firstOptionsOf(options), resolution: FIRST_RESOLUTION, handles: 'keep' } as const;
  const context = { signal, onEvent: () => undefined };
  const { mesh } = await reconstruct(shareOf(cloud), coarse, undiagnosed(host), context, { trust: false });
  return mesh;
}

/** Without what looks at a run: that is asked for of the run itself. */
function undiagnosed(host: Host): Host {
  const { passTimer: _timer, dump: _dump, shaders: _shaders, ...plain } = host;
  return plain;
}

/** Points drawn at random, with all that decides about sides. */
function shareOf(cloud: PointCloud): PointCloud {
  const chosen = thinnedIndices(pointCountOf(cloud), FIRST_POINTS);
  if (!chosen) return cloud;
  const { stats, all, ...whole } = cloud;
  const share = all ? pickedPoints(all, chosen, ALL_PARTS) : pickedPoints(heldAsStored(whole), chosen, ALL_PARTS);
  const { positions, normals, colors, attributes } = share;
  const bounds = boundsOf(positions);
  const [min, max] = [unshifted(bounds.min, cloud.shift), unshifted(bounds.max, cloud.shift)];
  return {
    ...whole,
    positions,
    ...(cloud.normals && normals && { normals }),
    ...(cloud.colors && colors && { colors }),
    attributes: attributes?.scan && cloud.attributes?.scan ? { scan: attributes.scan } : {},
    stats: { ...stats, min, max, pointCount: chosen.length, finiteCount: chosen.length },
  };
}
