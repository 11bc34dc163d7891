/**
 * Turns local planes into oriented normals, and makes the winding field that tells inside from outside (algorithm.md
 * section 2, step 2): the sides of thin sheets, winding-number normal consistency on the representatives, its gradient
 * at every point, a vote among neighbours, repair of whole patches. A file's own normals replace what that comes to
 * where their sides fit it. Where the sensors are known that saw the points, those say the sides, and the winding
 * number only those of the points that nobody is known to have seen.
 */
import { dumpPatches, dumpSheets } from './dump-sides.ts';
import type { PlaneFit } from '../analysis/fit-planes.ts';
import type { LayerCounts } from '../analysis/layer-counts.ts';
import type { CloudScale } from '../analysis/measure-scale.ts';
import { isOneScan, NO_SENSORS, type PointSensors, type SensorFindings } from '../analysis/point-sensors.ts';
import { BufferScope } from '../gpu/buffer-scope.ts';
import { abortable } from '../gpu/gpu.ts';
import type { StageContext } from '../host/stage-context.ts';
import { gatherTriples } from '../math/gather-triples.ts';
import { uploadPoints } from '../neighbours/gpu-kd-tree.ts';
import type { SideEvidence } from '../report.ts';
import { adoptFileNormals, LEAST_AGREEMENT } from './adopt-file-normals.ts';
import { type SensorSides, turnToSensors } from './adopt-sensors.ts';
import { isOneSurface, mayBeOneSurface, planesOfLayers, withHeldWarnings } from './as-one-surface.ts';
import { checkFileNormals } from './check-file-normals.ts';
import { takeSides, voteOnSides } from './choose-sides.ts';
import { heldDirections, isWaiting, joinSides } from './held-sides.ts';
import { axesBesideSheets, findSheets, type SheetsOf } from './find-sheets.ts';
import type { Sheets } from './judge-sheets.ts';
import { judgeRepair } from './judge-repair.ts';
import { countLayers, type LayersInput } from './look-for-layers.ts';
import { lookForRoom } from './look-for-room.ts';
import { meanSquare, type PartsInput, PartSums, turnedRound } from './part-sums.ts';
import { refitMixedPlanes } from './refit-sides.ts';
import { type PointCounting, sidesSeenAtOnce } from './seen-at-once.ts';
import { PATCH_NEAREST, repairPatches } from './repair-patches.ts';
import { chooseRepresentatives } from './representatives.ts';
import { encodeGradient, pacedSums, sumInParts } from './tree-sums.ts';
import { MOST_ENERGY, type TurnedParts, turnParts } from './turn-parts.ts';
import { dipoleSpacing, placeConsistentDipoles, sideWidth, widthRange } from './winding-consistency.ts';
import { makeWindingField, type WindingField } from './winding-field.ts';
import { type GpuWindingTree, uploadWindingTree } from './winding-tree.ts';
import { buildWindingTree } from './build-winding-tree.ts';
import { type SeenCloud, sidesOfSensors } from './sides-of-sensors.ts';
import { turnSheets } from './turn-sheets.ts';

/** Points that carry dipoles at most: enough for sheets two spacings thick, and a sum stays in tens of ms. */
export const MAX_REPRESENTATIVES = 50_000;
/** Mean square of (winding number - ½) from which a surface is open, and which side is its front a convention. */
const LEAST_OPEN_ENERGY = MOST_ENERGY;

/**
 * Everything in point order, normalised; at least one point. The nearest points of each are 13: the point itself and
 * twelve more.
 */
export interface OrientationInput extends SheetsOf {
  /** [3 × pointCount] where the file has normals. */
  readonly fileNormals?: Float32Array;
  /** Where the points were seen from, as far as that is known. */
  readonly sensors?: PointSensors;
  readonly seed: number;
  /** The noise is not measured: it stays what it is, whatever sheets and layers show. */
  readonly isNoiseGiven?: boolean;
  /** What looks like sheets are layers of one surface, which the noise spans: nobody looks for either. */
  readonly isOneSurface?: boolean;
  /** How many points carry dipoles at most; 50,000 where not given. */
  readonly maxRepresentatives?: number;
  /** Where the points are a share of a cloud: layers closer than they lie apart show among all points alone. */
  readonly about?: PointsAboutPlaces;
  /** And how densely all of them lie. */
  readonly counting?: PointCounting;
}

/** All points of a cloud about some places. */
export interface PointsAboutPlaces extends Required<Pick<LayersInput, 'positions' | 'tree' | 'inner'>> {
  /** How far apart all points lie, normalised. */
  readonly spacingNorm: number;
}

export interface Orientation {
  /** vec4f [pointCount]: unit normals, outward; w = confidence of the plane. */
  readonly normals: GPUBuffer;
  readonly winding: WindingField;
  /** What decided the sides. */
  readonly evidence: SideEvidence;
  /** It may be a room inside out: a warning said so. */
  readonly isDoubtful: boolean;
  readonly sensors: SensorFindings;
  /** The file's normals point into a closed surface: they were turned round, and the mesh is to be turned back. */
  readonly isMirrored: boolean;
  /**
   * Standard deviation of the points across the surface, normalised: less than was given where sheets have two sides.
   */
  readonly noiseNorm: number;
  /** Median thickness of thin sheets, normalised; Infinity where there are none. */
  readonly thicknessNorm: number;
  /** Mean square of (winding number - ½) on the surface, by the sides that the points gave. */
  readonly sideEnergy: number;
  /** The planes that the normals are from: others than were given where the surface lies in layers. */
  readonly planes: PlaneFit;
  /** Undefined where the cloud lies in none. */
  readonly layers?: LayerCounts;
}

/** The planes' axes and what sheets change about them. */
interface Sides {
  /** vec4f [pointCount]; w = confidence. */
  readonly axes: GPUBuffer;
  readonly sheets: Sheets | undefined;
  readonly scale: CloudScale;
}

/** The representatives' tree on the device, and which points they are. */
interface Representatives {
  readonly tree: GpuWindingTree;
  /** u32 [tree.pointCount]: point of each, tree order. */
  readonly sources: Uint32Array<ArrayBuffer>;
}

/**
 * Orients the planes' axes. Closed shapes come out with outward normals; with file normals their side is kept. The
 * result's buffers belong to the stage's scope. A file whose normals do not fit its points gives a warning and is
 * oriented as if it had none. Rejects with the signal's reason when cancelled.
 */
export async function orientNormals(stage: StageContext, input: OrientationInput): Promise<Orientation> {
  const { gpu, scope, host, context } = stage;
  const { positions } = input;
  const representatives = await growTree(stage, input);
  const { tree, sources } = representatives;
  await host.dump?.points('orient', 'representatives', {
    positions: gatherTriples(positions, sources, new Float32Array(3 * sources.length)),
  });
  using own = new BufferScope(gpu, 'orientation/sides');
  const found = await orientLayers({ ...stage, scope: own }, input, representatives);
  const { planes, sides, layers } = found;
  const { sheets, scale } = sides;
  await dumpSheets(host, positions, sheets);
  const { normals: normalsBuffer, energy, counts: _, ...decided } = found.sided;
  scope.adopt(own.release(normalsBuffer));
  if (layers) for (const buffer of [planes.normals, planes.radii]) scope.adopt(own.release(buffer));
  const normals = await gpu.readFloats(normalsBuffer, (4 * positions.length) / 3, context.signal);

  const thicknessNorm = sheets?.thicknessNorm ?? Infinity;
  const surface = { positions, normals, normalsBuffer, planes, noiseNorm: scale.noiseNorm };
  const winding = await makeWindingField(stage, { tree, sources: own.upload('representatives', sources), surface });
  return {
    normals: normalsBuffer,
    winding,
    ...decided,
    noiseNorm: scale.noiseNorm,
    thicknessNorm,
    sideEnergy: energy,
    planes,
    ...(layers && { layers }),
  };
}

interface OrientedPlanes {
  readonly planes: PlaneFit;
  readonly sides: Sides;
  readonly sided: SidedNormals;
  readonly layers?: LayerCounts;
}

/**
 * Where both sides of what looks thin may face the same way, all is done once more as of one surface in so much noise,
 * and that is kept where it fits. Only the warnings of what is kept are told.
 */
async function orientLayers(
  stage: StageContext,
  input: OrientationInput,
  representatives: Representatives,
): Promise<OrientedPlanes> {
  const plain = await withHeldWarnings(stage, (held) => orientPlanes(held, input, representatives));
  const { counts } = plain.result.sided;
  if (counts && mayBeOneSurface(counts) && !input.isNoiseGiven) {
    const { deviationNorm } = counts;
    const thick = { ...input, ...(await planesOfLayers(stage, input, deviationNorm)), isOneSurface: true };
    const layered = await withHeldWarnings(stage, (held) => orientPlanes(held, thick, representatives));
    const { evidence, energy } = layered.result.sided;
    const isSeen = evidence === 'sensors' || evidence === 'file';
    if (isOneSurface(counts, isSeen, energy)) {
      layered.tell();
      return { ...layered.result, layers: counts };
    }
  }
  plain.tell();
  return plain.result;
}

async function orientPlanes(
  stage: StageContext,
  input: OrientationInput,
  representatives: Representatives,
): Promise<OrientedPlanes> {
  const sides = await findSides(stage, input);
  const { found, uses = [] } = (await sidesOfSensors(stage, input, sides)) ?? {};
  const sided = found
    ? await normalsOfSensors(stage, input, sides, { representatives, found })
    : await normalsOfPoints(stage, input, sides, representatives);
  return { planes: input.planes, sides, sided: { ...sided, sensors: { ...sided.sensors, uses } } };
}

/** Nothing where nobody asks: of one surface there is no more to tell, and one scan does not lie apart from itself. */
async function layersBy(
  { host, context }: StageContext,
  { positions, tree, scale, isOneSurface, about, sensors }: OrientationInput,
  directions: Float32Array,
): Promise<LayerCounts | undefined> {
  if (isOneSurface || (sensors && isOneScan(sensors))) return undefined;
  const { spacingNorm } = scale;
  const { signal } = context;
  const counts = await abortable(host.runTask(countLayers, { positions, tree, directions, spacingNorm }), signal);
  if (!about || mayBeOneSurface(counts)) return counts;
  return abortable(host.runTask(countLayers, { ...about, lenders: tree, directions }), signal);
}

interface SidedNormals {
  /** vec4f [pointCount], owned by the stage's scope. */
  readonly normals: GPUBuffer;
  readonly energy: number;
  readonly evidence: SideEvidence;
  readonly isDoubtful: boolean;
  readonly isMirrored: boolean;
  readonly sensors: SensorFindings;
  readonly counts: LayerCounts | undefined;
}

/** By the file's normals where they fit, by nothing but the points elsewhere. */
async function normalsOfPoints(
  stage: StageContext,
  input: OrientationInput,
  sides: Sides,
  representatives: Representatives,
): Promise<SidedNormals> {
  const { parts, energy, counts } = await normalsByWinding(stage, input, sides, representatives);
  const ofFile = await normalsOfFile(stage, input, sides, parts);
  if (ofFile) return { ...ofFile, energy, evidence: 'file', isDoubtful: false, sensors: NO_SENSORS };
  const isClosed = energy < LEAST_OPEN_ENERGY;
  const { spacingNorm, noiseNorm } = sides.scale;
  const isTwoSided = sides.sheets !== undefined || (counts !== undefined && counts.share >= LEAST_TWO_SIDED);
  const { planes, sensors: scans } = input;
  const found = await sidesSeenAtOnce(stage, {
    ...parts,
    spacingNorm,
    planes,
    isClosed,
    isTwoSided,
    scans,
    counting: input.counting,
  });
  if (found) {
    const sided = await normalsOfSensors(stage, input, sides, { representatives, found });
    return { ...sided, energy, counts };
  }
  const cloud = { ...input, normals: parts.normals, noiseNorm };
  const { evidence, isTurned, isDoubtful } = await lookForRoom(stage, cloud, isClosed);
  const normals = isTurned ? turnedRound(parts.normals, () => true) : parts.normals;
  return {
    normals: stage.scope.upload('normals', normals),
    energy,
    // A closed surface that no turn is asked of has its outside of itself.
    evidence: !isTurned && isClosed ? 'closed' : (evidence ?? 'open'),
    isDoubtful,
    isMirrored: false,
    sensors: NO_SENSORS,
    counts,
  };
}

/** Share of the places in two layers from which the surface has two sides, whichever way it is seen. */
const LEAST_TWO_SIDED = 0.12;

/** What the sensors settle, carried on to the points that they leave. */
async function normalsOfSensors(
  stage: StageContext,
  input: OrientationInput,
  sides: Sides,
  { representatives, found }: FromSensors,
): Promise<SidedNormals> {
  const { gpu, scope, context } = stage;
  const { positions, neighbours, planes } = input;
  const { scale } = sides;
  const { seen, sensors, lists, evidence, foundCount, beams } = found;
  const directions = await allDirections(stage, input, sides, { representatives, seen });
  const counts = await layersBy(stage, input, directions);
  const sided = scope.upload('normals of sensors', directions);
  await refitMixedPlanes(stage, { ...input, normals: sided, scale });
  const buffer = await voteOnSides(gpu, scope, input, sided, scale);
  const normals = await gpu.readFloats(buffer, 4 * neighbours.count, context.signal);
  turnToSensors(normals, { positions, sensors });
  gpu.device.queue.writeBuffer(buffer, 0, normals);
  const width = pairWidth(scale, neighbours.count, representatives.tree.pointCount);
  const { noiseNorm } = scale;
  const parts = { positions, normals, neighbours: lists, noiseNorm, planes, ...representatives, width };
  using sums = await PartSums.make(gpu, parts, context);
  const windings = await sums.of(normals);
  // How closed it is does not depend on whether it was seen from inside.
  const energy = Math.min(meanSquare(windings), meanSquare(windings.map((winding) => -winding)));
  return {
    normals: buffer,
    energy,
    evidence,
    isDoubtful: false,
    isMirrored: false,
    sensors: { ...NO_SENSORS, foundCount, ...(beams && { beams }) },
    counts,
  };
}

interface FromSensors {
  readonly representatives: Representatives;
  readonly found: SeenCloud;
}

interface SeenSides {
  readonly representatives: Representatives;
  readonly seen: SensorSides;
}

/** [4 × pointCount]: what the sensors settle, and where that leaves many waiting the winding number for those. */
async function allDirections(
  stage: StageContext,
  input: OrientationInput,
  sides: Sides,
  { representatives, seen }: SeenSides,
): Promise<Float32Array<ArrayBuffer>> {
  if (!isWaiting(seen)) return seen.normals;
  const held = heldDirections(seen, representatives.sources);
  const { parts } = await normalsByWinding(stage, input, sides, representatives, held);
  return joinSides(seen, parts.normals);
}

async function findSides(stage: StageContext, input: OrientationInput): Promise<Sides> {
  const { planes, scale, isNoiseGiven, isOneSurface } = input;
  const sheets = isOneSurface ? undefined : await findSheets(stage, input);
  if (!sheets) return { axes: planes.normals, sheets, scale };
  const axes = await axesBesideSheets(stage, { planes, sheets });
  return { axes, sheets, scale: isNoiseGiven ? scale : { ...scale, noiseNorm: sheets.noiseNorm } };
}

async function growTree(
  { scope, host, context }: StageContext,
  { positions, seed, maxRepresentatives = MAX_REPRESENTATIVES }: OrientationInput,
): Promise<Representatives> {
  const chosen = chooseRepresentatives(positions.length / 3, maxRepresentatives, seed);
  const chosenPositions = gatherTriples(positions, chosen, new Float32Array(3 * chosen.length));
  const built = await abortable(host.runTask(buildWindingTree, { positions: chosenPositions }), context.signal);
  return { tree: uploadWindingTree(scope, built), sources: built.order.map((place) => chosen[place]!) };
}

type NormalsOfFile = Pick<SidedNormals, 'normals' | 'isMirrored' | 'counts'>;

/** Nothing where there are none, where they do not fit, or where their sides mean nothing. */
async function normalsOfFile(
  stage: StageContext,
  input: OrientationInput,
  { axes: axesBuffer, sheets, scale }: Sides,
  parts: PartsInput,
): Promise<NormalsOfFile | undefined> {
  const { gpu, scope, host, context } = stage;
  const { neighbours, fileNormals } = input;
  if (!fileNormals) return undefined;
  const { signal } = context;
  const axes = await gpu.readFloats(axesBuffer, 4 * neighbours.count, signal);
  const lists = await gpu.readUints(neighbours.indices, neighbours.k * neighbours.count, signal);
  const task = host.runTask(adoptFileNormals, { axes, fileNormals, neighbours: lists });
  const { agreement, normals } = await abortable(task, signal);
  if (!normals) {
    const message =
      `The file's normals fit the surface at ${(100 * agreement).toFixed(0)} % of the points only ` +
      `(${100 * LEAST_AGREEMENT} % are asked for); they are ignored, and the sides are found from the points.`;
    context.onEvent({ type: 'warning', message });
    return undefined;
  }
  const checked = await checkFileNormals(stage, parts, normals);
  if (!checked) return undefined;
  const { directions, isMirrored, isPointwise } = checked;
  const counts = await layersBy(stage, input, directions);
  if (!isPointwise) return { normals: scope.upload('normals of the file', directions), isMirrored, counts };
  const sided = scope.upload('normals of the file', await directionsBySheets(stage, directions, sheets));
  await refitMixedPlanes(stage, { ...input, normals: sided, scale });
  return { normals: sided, isMirrored, counts };
}

/** The directions (outward, [4 × pointCount]), on sheets those that the sheet as a whole decides for. */
async function directionsBySheets(
  { host, context }: StageContext,
  directions: Float32Array<ArrayBuffer>,
  sheets: Sheets | undefined,
): Promise<Float32Array<ArrayBuffer>> {
  return sheets ? abortable(host.runTask(turnSheets, { directions, sheets }), context.signal) : directions;
}

interface ByWinding {
  /** With the sides found. */
  readonly parts: PartsInput;
  /** Mean square of (winding number - ½) on the surface. */
  readonly energy: number;
  /** By the gradients of the winding number. */
  readonly counts: LayerCounts | undefined;
}

/** Pairs closer than this say nothing of each other's sides. */
function pairWidth(scale: CloudScale, pointCount: number, dipoleCount: number): number {
  return Math.max(sideWidth(scale, pointCount, dipoleCount), 0.5 * dipoleSpacing(scale, pointCount, dipoleCount));
}

/**
 * From nothing but the points, with what tells how well the sides fit a closed surface.
 * @param held as `DipolesInput`: no part turns then, for that is for guesses
 */
async function normalsByWinding(
  stage: StageContext,
  input: OrientationInput,
  sides: Sides,
  { tree, sources }: Representatives,
  held?: Float32Array<ArrayBuffer>,
): Promise<ByWinding> {
  const { gpu, host, context } = stage;
  const { positions, points, neighbours, planes } = input;
  const { sheets, scale } = sides;
  const { signal } = context;
  const pointCount = positions.length / 3;
  using own = new BufferScope(gpu, 'orientation');
  const widths = widthRange(scale, pointCount, tree.pointCount);
  const atRepresentatives = uploadPoints(own, gatherTriples(positions, sources, new Float32Array(3 * sources.length)));
  await placeConsistentDipoles(stage, { tree, positions: atRepresentatives, widths, held });

  const gradients = own.storage('gradients', 16 * pointCount);
  // Points between the representatives lie closer to one than these to one another.
  const width = pairWidth(scale, pointCount, tree.pointCount);
  const pointWidth = tree.pointCount < pointCount ? width : sideWidth(scale, pointCount, tree.pointCount);
  const at = { queries: points, count: pointCount, width: pointWidth };
  using work = pacedSums(gpu, 'orientation/gradients', context);
  await sumInParts(work, encodeGradient, tree, at, gradients);
  work.finish();
  const directions = await gpu.readFloats(gradients, 4 * pointCount, signal);
  const counts = held ? undefined : await layersBy(stage, input, directions);
  if (sheets) {
    gpu.device.queue.writeBuffer(gradients, 0, await directionsBySheets(stage, directions, sheets));
  }
  const sided = await takeSides(gpu, own, sides.axes, gradients, pointCount);
  await refitMixedPlanes(stage, { ...input, normals: sided, scale });
  const voted = await voteOnSides(gpu, own, input, sided, scale);

  const normals = await gpu.readFloats(voted, 4 * pointCount, signal);
  const listed = Math.min(neighbours.k, PATCH_NEAREST);
  const lists = await gpu.readUints(neighbours.indices, listed * pointCount, signal);
  const { noiseNorm } = scale;
  const before = { positions, normals, neighbours: lists, noiseNorm, planes, tree, sources, width };
  const repair = await abortable(
    host.runTask(repairPatches, { positions, normals, neighbours: lists, noiseNorm }),
    signal,
  );
  const flips = await judgeRepair(stage, { ...before, ...repair });
  await dumpPatches(host, before, flips);
  const parts = { ...before, normals: turnedRound(normals, (i) => flips[i] === 1) };
  const { normals: found, energy }: TurnedParts = held
    ? { normals: parts.normals, energy: NaN }
    : await turnParts(stage, parts);
  return { parts: { ...parts, normals: found }, energy, counts };
}
