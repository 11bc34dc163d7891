/** From the surface in parts, as tiles have it, to what is handed out: the steps of `finish-mesh.ts` and of a run's end. */
import type { Frame } from '../../cloud/frame.ts';
import type { RunContext } from '../../events.ts';
import type { Scratch } from '../../host/scratch.ts';
import { MOST_NOISE_VOXELS } from '../../finish/trim-mesh.ts';
import type { MeshTopology } from '../../mesh/topology.ts';
import { dropClutterStreamed, faceStreamed, type StreamedClutterInput } from './clutter-streamed.ts';
import { colourStreamed, type ColoursOf } from './colour-streamed.ts';
import { compactStreamed } from './compact-streamed.ts';
import { flipStreamed } from './flip-streamed.ts';
import { judgeStreamed, type StreamedHoles, type SupportLengths } from './judge-streamed.ts';
import { measureStreamed, rimsOf } from './measure-streamed.ts';
import { openStreamed } from './open-streamed.ts';
import { partFansStreamed } from './part-fans-streamed.ts';
import { placeStreamed } from './streamed-mesh.ts';
import type { StreamedSurface } from './streamed-surface.ts';
import { componentsOf, type TrimLengths, trimStreamed } from './trim-streamed.ts';

export interface FinishStreamedInput extends SupportLengths, TrimLengths {
  /** Asked where the surface has several pieces. */
  readonly clutter: () => Promise<StreamedClutterInput>;
  /** Whether sheets are to face up, and whether all is to be turned then. */
  readonly facesUp: boolean;
  readonly flip: boolean;
  /** Whether the rule decides which holes are open. */
  readonly isAutoHoles: boolean;
  /** Where the cloud has colours and tiles found none. */
  readonly coloursOf?: ColoursOf;
  /** Of the cloud. */
  readonly frame: Frame;
}

export interface StreamedFound {
  /** In the unit of the file, like its topology. */
  readonly surface: StreamedSurface;
  readonly topology: MeshTopology;
  /** Normalised. */
  readonly holes: Pick<StreamedHoles, 'holes' | 'closableCount'>;
  /** Of the surface with all holes closed; null where it is none whose handles could be counted. */
  readonly genusFound: number | null;
  readonly trimmedTriangles: number;
  readonly droppedComponents: number;
}

/** Shares of the time, of a gyroid of 7.8 million vertices. */
const DONE = { trimmed: 0.1, flipped: 0.35, faced: 0.5, judged: 0.85 } as const;

/** The surface that is given is used up. What comes of it may be empty: nothing was near enough to points. */
export async function finishStreamed(
  whole: StreamedSurface,
  input: FinishStreamedInput,
  scratch: Pick<Scratch, 'open'>,
  context: RunContext,
): Promise<StreamedFound> {
  const { voxelNorm, noiseNorm, frame, coloursOf } = input;
  const done = (share: number): void => context.onEvent({ type: 'stage-progressed', share });
  const { componentCount, trimmedTriangles, droppedComponents } = await trimStreamed(whole, input, context);
  done(DONE.trimmed);
  const kept = await compactStreamed(whole, scratch, context);
  if (noiseNorm < MOST_NOISE_VOXELS * voxelNorm) await flipStreamed(kept, voxelNorm, context);
  done(DONE.flipped);
  const clutter = componentCount < 2 ? 0 : await dropClutterStreamed(kept, await input.clutter(), context);
  await faceStreamed(kept, input.facesUp, input.flip, context);
  const faced = await compactStreamed(kept, scratch, context);
  done(DONE.faced);
  const judged = await judge(faced, input, context);
  done(DONE.judged);
  const parted = await partFansStreamed(faced, scratch, context);
  const coloured = coloursOf && !parted.hasColors ? await colourStreamed(parted, coloursOf, context) : parted;
  const closed = await measureStreamed(coloured, context);
  const placed = await placeStreamed(coloured, frame, context);
  const isOpen = judged.holes.slice(0, judged.closableCount).map((hole) => hole.isOpen);
  const opens = isOpen.includes(true);
  const surface = opens ? await openStreamed(placed, judged, isOpen, scratch, context) : placed;
  return {
    surface,
    topology: opens ? await measureStreamed(surface, context) : inUnitsOf(closed, frame.worldPerNorm),
    holes: judged,
    genusFound: closed.genus,
    trimmedTriangles,
    droppedComponents: droppedComponents + clutter,
  };
}

async function judge(
  surface: StreamedSurface,
  { isAutoHoles: isAuto, voxelNorm, noiseNorm }: FinishStreamedInput,
  context: RunContext,
): Promise<StreamedHoles> {
  const components = await componentsOf(surface, context);
  const rims = (await rimsOf(surface, components, context)).rims();
  const borders = rims.map(({ piece, ...rim }) => ({ rim, piece }));
  return judgeStreamed(surface, { voxelNorm, noiseNorm, isAuto, borders, components }, context);
}

/** Area and volume of a normalised surface in the unit of the file. */
function inUnitsOf(topology: MeshTopology, worldPerNorm: number): MeshTopology {
  const { area, signedVolume } = topology;
  return { ...topology, area: area * worldPerNorm ** 2, signedVolume: signedVolume * worldPerNorm ** 3 };
}
