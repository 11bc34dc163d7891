/** A check of a mesh in words: what was found, what is wrong, what to try, and what "ready to print" says. */
import { type MeshCheck, type MeshFault, MOST_THIN_SHARE, type Triple } from '../engine/index.ts';

interface FaultWords {
  /** What is wrong, with its figures. */
  readonly what: (check: MeshCheck) => string;
  readonly tryThis: string;
}

const FAULTS: Record<MeshFault, FaultWords> = {
  'not-finite': {
    what: ({ notFiniteTriangles }) => `${counted(notFiniteTriangles, 'triangle')} with a corner that is no number`,
    tryThis: 'export the mesh again; these triangles were left out of all other figures',
  },
  open: {
    what: ({ rims }) =>
      `not closed: ${counted(rims.count, 'rim')} of ${counted(rims.edges, 'edge')}${outerOf(rims)}${longestOf(rims)}`,
    tryThis:
      'gridpull finish --close all, or reconstruct with a greater --hole-radius; a terrain or a room has no inside and ' +
      'needs a base or walls',
  },
  'non-manifold-edges': {
    what: ({ nonManifoldEdges }) => `${counted(nonManifoldEdges, 'edge')} of three triangles or more`,
    tryThis: 'part the surfaces that meet there, or take away the ones inside the body',
  },
  'non-manifold-vertices': {
    what: ({ nonManifoldVertices }) =>
      `${counted(nonManifoldVertices, 'vertex', 'vertices')} where surfaces only touch`,
    tryThis: 'gridpull finish moves them apart, with any of its options',
  },
  inconsistent: {
    what: ({ inconsistentEdges }) => `${counted(inconsistentEdges, 'edge')} between triangles that face opposite sides`,
    tryThis: 'let a mesh editor make the normals consistent',
  },
  'inside-out': {
    what: () => 'inside out: the triangles face inward',
    tryThis: 'turn all triangles; gridpull reconstruct --flip does it',
  },
  degenerate: {
    what: ({ degenerateTriangles }) => `${counted(degenerateTriangles, 'triangle')} without an area`,
    tryThis: 'let a mesh editor dissolve them: taking them away opens holes',
  },
  duplicate: {
    what: ({ duplicateTriangles }) => `${counted(duplicateTriangles, 'triangle')} there twice`,
    tryThis: 'take the copies away',
  },
  'self-intersecting': {
    what: ({ selfIntersections: { pairs, isComplete } }) =>
      `${isComplete ? '' : 'more than '}${counted(pairs, 'pair')} of triangles that run through or onto each other`,
    tryThis: 'unite the parts that overlap, or take away what folds over; the places are below',
  },
  thin: {
    what: ({ thickness }) =>
      thickness
        ? `${percent(thickness.share)} of the surface thinner than ${thickness.thinnerThan}${thinnestOf(thickness)}`
        : '',
    tryThis: 'print it larger, or thicken it there',
  },
  'too-large': {
    what: ({ buildVolume, min, max }) =>
      `larger than the build volume: ${sizeOf(min, max)}, and there is room for ${(buildVolume?.size ?? []).join(' × ')}`,
    tryThis: 'print it smaller or in parts; a slanted placement was not tried',
  },
};

/** Several lines, the first one with the verdict. */
export function checkText(name: string, check: MeshCheck): string {
  const { faults, isReadyToPrint } = check;
  const lines = [
    `${name}: ${isReadyToPrint ? 'ready to print' : 'not ready to print'}`,
    ...(isReadyToPrint ? promiseLines(check) : faultLines(check, faults)),
    ...figureLines(check).map(([label, value]) => `  ${label.padEnd(20)}${value}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** A proof in one line, beside what else is told of a run. */
export function proofLine(check: MeshCheck): string {
  const found = check.isReadyToPrint
    ? 'ready to print: closed, manifold, facing outward, nothing without an area, twice or through itself'
    : `${check.faults.map((fault) => FAULTS[fault].what(check)).join('; ')}; nothing else`;
  return `  proof      ${found}`;
}

function faultLines(check: MeshCheck, faults: readonly MeshFault[]): string[] {
  return faults.flatMap((fault) => [`  - ${FAULTS[fault].what(check)}`, `    try: ${FAULTS[fault].tryThis}`]);
}

/** Exactly what was checked, and nothing that was not. */
function promiseLines({ thickness, buildVolume }: MeshCheck): string[] {
  const unchecked = [
    ...(thickness ? [] : ['thickness (--thickness)']),
    ...(buildVolume ? [] : ['size (--build-volume)']),
    'overhangs, pieces inside one another',
  ];
  return [
    '  closed; every edge of two triangles that face the same side, every vertex of one fan; faces outward',
    '  no triangle without an area, there twice, or meeting another beside a shared edge or vertex (exact)',
    ...(thickness
      ? [`  at most ${percent(MOST_THIN_SHARE)} of the surface thinner than ${thickness.thinnerThan} (by rays)`]
      : []),
    ...(buildVolume ? [`  fits into ${buildVolume.size.join(' × ')}`] : []),
    `  not checked: ${unchecked.join(', ')}`,
  ];
}

function figureLines(check: MeshCheck): [string, string][] {
  const { rims, selfIntersections, thickness, buildVolume, volume, genus } = check;
  const fits = { 'as-it-lies': 'yes', turned: 'turned by quarter turns', no: 'no' };
  return [
    ['triangles, vertices', `${check.triangles}, ${check.vertices}`],
    ['components', `${check.components}${genus === null ? '' : `, ${counted(genus, 'handle')}`}`],
    ['rims', rims.count === 0 ? 'none' : `${rims.count}, longest ${rims.longest.map(rimText).join(', ')}`],
    ...(selfIntersections.places.length > 0
      ? [['intersections near', selfIntersections.places.map(placeOf).join('; ')] as [string, string]]
      : []),
    ['size', sizeOf(check.min, check.max)],
    ['from, to', `${placeOf(check.min)}, ${placeOf(check.max)}`],
    ['area', short(check.area)],
    ['volume', volume === null ? 'none: the surface bounds no body' : short(volume)],
    ...(thickness
      ? [
          [
            `thinner than ${thickness.thinnerThan}`,
            `${percent(thickness.share)} of the surface${thinnestOf(thickness)}`,
          ] as [string, string],
        ]
      : []),
    ...(buildVolume ? [['fits', fits[buildVolume.fits]] as [string, string]] : []),
    ...noteLines(check),
  ];
}

/** What is no fault, yet good to know. */
function noteLines({ mergedVertices, unusedVertices }: MeshCheck): [string, string][] {
  return [
    ...(mergedVertices > 0 ? [['merged vertices', `${mergedVertices}, each in the place of another`] as const] : []),
    ...(unusedVertices > 0 ? [['unused vertices', `${unusedVertices}, of no triangle`] as const] : []),
  ].map(([label, value]) => [label, value]);
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function outerOf({ count, outer }: MeshCheck['rims']): string {
  if (outer === 0) return '';
  if (outer === count) return `, ${outer === 1 ? 'the outer border' : 'all outer borders'}`;
  return `, ${counted(outer, 'outer border')} and ${counted(count - outer, 'hole')}`;
}

function longestOf({ longest }: MeshCheck['rims']): string {
  return longest[0] ? `, the longest ${short(longest[0].length)} long` : '';
}

function rimText({ edges, length, isOuter }: MeshCheck['rims']['longest'][number]): string {
  return `${short(length)} (${counted(edges, 'edge')}${isOuter ? ', outer border' : ''})`;
}

function thinnestOf({ thinnest }: NonNullable<MeshCheck['thickness']>): string {
  return thinnest ? `; ${short(thinnest.thickness)} near ${placeOf(thinnest.place)}` : '';
}

function sizeOf(min: Triple, max: Triple): string {
  return max.map((high, axis) => short(high - min[axis]!)).join(' × ');
}

/** Large coordinates keep the digits that tell their places apart. */
function placeOf(place: Triple): string {
  return place.map((value) => String(Number(value.toPrecision(9)))).join(' ');
}

function short(value: number): string {
  return String(Number(value.toPrecision(5)));
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
