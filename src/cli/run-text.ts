/** What is told of a run that wrote a mesh: a line on the mesh, and one for each fact about it. */
import { placeWords, type PointFit, type RunReport, type SideEvidence, type SideReport } from '../engine/index.ts';
import type { FileResult } from './compute-messages.ts';
import { proofLine } from './check-text.ts';
import { finishLines } from './finish-text.ts';
import { terrainLinesBeside } from './terrain-beside.ts';
import { trustLine } from './trust-text.ts';
import { placementWords } from './placement-words.ts';

export function runText(
  output: string,
  { report, fit, terrain }: Pick<FileResult, 'report' | 'fit' | 'terrain'>,
  totalMs: number,
): string {
  const { topology, points } = report;
  const dropped = points.inFile - points.used;
  const closed = topology.watertight ? 'watertight' : `${topology.boundaryEdges} open edges`;
  const tiles = report.tiles > 0 ? `, in ${report.tiles} tiles` : '';
  const gap = report.lineGap === null ? '' : `, scan lines ${short(report.lineGap)} apart`;
  const lines = [
    `${output}: ${topology.vertices} vertices, ${topology.triangles} triangles, ` +
      `${topology.components} ${topology.components === 1 ? 'component' : 'components'}, ${closed}`,
    `  points     ${points.used}${dropped > 0 ? ` (${dropped} left out)` : ''}, spacing ${short(report.spacing)}${gap}, noise ${short(report.noise)}${noiseRegionsOf(report)}`,
    `  resolution ${report.resolution} (voxel ${short(report.voxel)}${tiles}): ${report.resolutionReason}`,
    ...(report.placement ? [`  placed     ${placementWords(report.placement)}`] : []),
    ...sideLine(report.sides),
    ...layerLine(report),
    ...holeLine(report),
    ...handleLine(report),
    ...(report.trust ? [trustLine(report.trust)] : []),
    ...(report.finish ? finishLines(report.finish) : []),
    ...(report.proof ? [proofLine(report.proof)] : []),
    ...(fit ? fitLines(fit, points.inFile, report.voxel) : []),
    `  time       ${(totalMs / 1000).toFixed(1)} s on ${report.device}`,
    ...terrainLinesBeside(output, terrain),
  ];
  return `${lines.join('\n')}\n`;
}

const DECIDED: Readonly<Record<SideEvidence, string>> = {
  sensors: 'told by the sensors',
  file: "told by the file's normals",
  inside: 'told by sight: a room, seen from within',
  density: 'told by how densely the points lie about where they were seen from',
  closed: 'taken from the surface itself: closed, it has an outside',
  open: 'a convention: nothing tells, and what is open faces up',
};

/** Which side is the front, by what, and how sure; nothing where the method asks for none. */
export function sideLine({ evidence, knownSensors, usedSensors, foundPlaces, isDoubtful }: SideReport): string[] {
  if (evidence === null) return [];
  const counts = [
    ...(knownSensors > 0 ? [`${usedSensors} of ${knownSensors} known sensors used`] : []),
    ...(foundPlaces > 0 ? [`places found: ${foundPlaces}`] : []),
  ];
  const sensors = counts.length > 0 ? ` (${counts.join(', ')})` : '';
  return [`  front      ${DECIDED[evidence]}${sensors}${isDoubtful ? '; in doubt, see the warning' : ''}`];
}

/** What the noise line adds where noise differs by region. */
function noiseRegionsOf({ noiseRegions }: RunReport): string {
  if (!noiseRegions) return '';
  return `, and ${short(noiseRegions.noise)} at ${percent(noiseRegions.share)} of the points`;
}

/** Nothing where the surface lies in none. */
function layerLine({ layers }: RunReport): string[] {
  if (!layers) return [];
  const places = `${(100 * layers.share).toFixed(0)} % of the places`;
  return [`  layers     ${short(layers.offset)} apart at ${places}, taken for one surface with that noise`];
}

/** Nothing where the surface has none. */
function holeLine({ holes, topology }: RunReport): string[] {
  const { closed, open, borders, areaGuessed } = holes;
  if (closed + open + borders === 0) return [];
  const share = closed > 0 ? ` (${percent(areaGuessed / topology.area)} of the area)` : '';
  const ends = borders > 0 ? `; ${borders} outer ${borders === 1 ? 'border' : 'borders'}` : '';
  return [`  holes      ${closed} closed${share}, ${open} left open${ends}`];
}

/** Nothing where no handle was narrow. */
function handleLine({ handles, topology }: RunReport): string[] {
  const { closed, left, genusFound } = handles;
  if (closed + left === 0) return [];
  return [
    `  handles    ${closed} closed, ${left} left, of the narrow ones; genus ${genusFound ?? '?'} → ${topology.genus ?? '?'}`,
  ];
}

function fitLines({ median, percentile95, lost }: PointFit, all: number, voxel: number): string[] {
  const deviation = `  deviation  half of the points within ${short(median)}, 95 % within ${short(percentile95)}`;
  return [deviation, ...lostLine(lost, all, voxel)];
}

/** Nothing where every point has a surface near it. */
function lostLine({ count, beyond, bounds }: PointFit['lost'], all: number, voxel: number): string[] {
  if (count === 0 || !bounds) return [];
  const place = (corner: readonly number[]): string => placeWords(corner, voxel).join(' ');
  const share = ((100 * count) / all).toPrecision(2);
  return [
    `  lost       ${count} points (${share} %) have no surface within ${short(beyond)}; they lie between ${place(bounds.min)} and ${place(bounds.max)}`,
  ];
}

function percent(share: number): string {
  return `${(100 * share).toPrecision(2)} %`;
}

function short(value: number): string {
  return value === 0 ? '0' : value.toPrecision(3);
}
