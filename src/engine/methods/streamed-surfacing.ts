/**
 * Turns the tiles of a level into a finished surface as `surfacing.ts` does, part by part: for meshes that are too large
 * to be held.
 */
import { beamAreas } from '../finish/beam-areas.ts';
import { colourVertices } from '../finish/colours.ts';
import { freeSpaceOf, nearestVertices, supportOf } from '../finish/finish-mesh.ts';
import type { Scratch } from '../host/scratch.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import type { Run } from '../run/run.ts';
import type { StreamedClutterInput } from '../tiles/streamed/clutter-streamed.ts';
import { type FinishStreamedInput, finishStreamed, type StreamedFound } from '../tiles/streamed/finish-streamed.ts';
import { streamSurface } from '../tiles/streamed/streamed-surface.ts';
import type { SolvedTiles } from '../tiles/tiles-plan.ts';
import type { Surfaced } from './method.ts';
import { isSideKnown, type SeenPoints, wholeCloud } from './surfacing.ts';

/** The surface may be empty: nothing of it was near enough to points. */
export async function surfaceByParts(
  run: Run,
  tiles: SolvedTiles,
  seen: SeenPoints & Pick<Surfaced, 'evidence' | 'isMirrored'>,
  scratch: Pick<Scratch, 'open'>,
): Promise<StreamedFound> {
  const { stage, clock, working, scale, plan, options } = run;
  const { context } = stage;
  const { voxelNorm } = tiles.frame;
  const { noiseNorm } = scale;
  const { planes, sensors } = seen;
  const { beams } = sensors;
  const points = working.prepared.positions;
  const whole = await clock.run('extract', () =>
    streamSurface(
      tiles.parts(stage),
      tiles.frame,
      async ({ surface, measured }) => {
        const of = { surface, tree: working.gpuTree, planes, deviations: working.deviations };
        const support = await supportOf(stage, { ...of, ...(measured && { support: measured }) });
        return { ...support, voxelNorm, noiseNorm };
      },
      scratch,
      context,
    ),
  );
  return clock.run('trim', async () => {
    const isFree = await freeSpaceOf(stage, { points, beams, scale });
    const input = {
      voxelNorm,
      noiseNorm,
      holeRadiusNorm: plan.holeRadiusNorm,
      ...(isFree && { isFree }),
      clutter: () => clutterOf(run, seen),
      facesUp: !isSideKnown(seen.evidence),
      flip: options.flip !== seen.isMirrored,
      isAutoHoles: options.holeRadius === 'auto',
      ...coloursOf(run),
      frame: wholeCloud(run).prepared.frame,
    };
    return finishStreamed(whole, input, scratch, context);
  });
}

async function clutterOf(
  { stage, working, scale }: Run,
  { planes, sensors: { beams } }: SeenPoints,
): Promise<StreamedClutterInput> {
  const { gpu, context } = stage;
  const points = working.prepared.positions;
  const planeNumbers = await gpu.readFloats(planes.normals, (4 * points.length) / 3, context.signal);
  const areas = beams && { beamAreas: beamAreas(points, planeNumbers, beams) };
  const nearestOf = (positions: Float32Array) => nearestVertices(stage, positions, points);
  return { nearestOf, planes: planeNumbers, spacingNorm: scale.spacingNorm, ...areas };
}

/** Where the cloud has colours. */
function coloursOf(run: Run): Pick<FinishStreamedInput, 'coloursOf'> {
  const { stage, cloud } = run;
  if (!cloud.colors) return {};
  const { prepared, pointCount, gpuTree: tree } = wholeCloud(run);
  const pointColours = gatherTriples(cloud.colors, prepared.sourceIndices, new Uint8Array(3 * pointCount));
  return { coloursOf: (positions) => colourVertices(stage, { tree, pointColours, positions }) };
}
