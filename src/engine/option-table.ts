/**
 * The one table of options. A row says all that there is to say of an option: the checks, the command line, job files,
 * sidecars, the batch report, the window's panel and the README are made from it (CONTRIBUTING.md, "Adding an option").
 *
 * The order of the rows is the order in files and in the report; `place` is the order in which people see them.
 */
// oxlint-disable max-lines -- a table, of which every row is read by itself
import { UNITS } from './math/length-unit.ts';
import { option } from './option-row.ts';
import { COARSEST_RESOLUTION, FINEST_RESOLUTION, RESOLUTIONS } from './resolutions.ts';

const LENGTH = { type: 'number', unit: 'length', min: 0 } as const;
const POWERS = `a power of two from ${COARSEST_RESOLUTION} to ${FINEST_RESOLUTION}`;
/** Holes that are closed by themselves: up to this radius, as a share of the cloud's largest extent. */
export const AUTO_HOLE_SHARE = 0.06;

/** Widths and heights of textures. */
export const TEXTURE_PIXELS = [512, 1024, 2048, 4096, 8192] as const;

/** A hole's number, or a word for several of them. */
const HOLE_WORD = /^(?:all|none|[1-9]\d{0,8})$/;

export const OPTIONS = {
  preset: option(
    { type: 'choice', choices: ['default', 'paper'] },
    {
      place: 60,
      default: 'default',
      name: 'preset',
      brief: 'paper: GridPull as published, for comparison',
      help: 'How the surface is found: `default`, or `paper` for GridPull as published, for comparison.',
      report: { default: 'preset default', paper: 'preset paper' },
      panel: 'radio',
      isExpert: true,
    },
  ),
  resolution: option(
    { type: 'one-of', words: ['auto'], numbers: RESOLUTIONS, called: POWERS },
    {
      place: 10,
      default: 'auto',
      name: 'resolution',
      brief: 'cells along the longest side: {}',
      help:
        `Cells along the longest side, ${POWERS}; \`auto\` takes the finest that spacing, noise and memory support, ` +
        'more for sharp edges and thin sheets, none that serves a few places only, and says why.',
      report: { auto: 'automatic resolution', value: 'resolution {}' },
      panel: 'detail',
    },
  ),
  noise: option(
    { ...LENGTH, words: ['auto', 'none'] },
    {
      place: 20,
      default: 'auto',
      name: 'noise',
      brief: 'standard deviation of the noise: {}',
      help: 'Standard deviation of the noise, in the unit of the file; `auto` estimates it, `none` means 0.',
      report: { auto: 'automatic noise', none: 'no noise', value: 'noise {}' },
      panel: 'length',
    },
  ),
  holeRadius: option(
    { ...LENGTH, words: ['auto'] },
    {
      place: 30,
      default: 'auto',
      name: 'hole radius',
      brief: 'close holes up to this radius: {}; 0 closes none',
      help:
        'Holes up to this radius are closed, in the unit of the file; 0 closes none; ' +
        `\`auto\` is ${100 * AUTO_HOLE_SHARE} % of the extent, more where points are sparse, and leaves holes open that ` +
        'belong to an open surface, as the windows of a car body.',
      report: { auto: 'holes closed automatically', zero: 'no holes closed', value: 'holes closed up to {}' },
      panel: 'length',
    },
  ),
  fileNormals: option(
    { type: 'choice', choices: ['use', 'ignore'] },
    {
      place: 40,
      default: 'use',
      name: 'normals',
      flag: 'normals',
      brief: 'normals of the file, where it has some',
      help: 'Normals of the file: `use` takes them where they agree with the cloud, `ignore` works as if it had none.',
      report: { use: 'normals of the file used', ignore: 'normals of the file ignored' },
      panel: 'switch',
      isExpert: true,
    },
  ),
  sensors: option(
    { type: 'choice', choices: ['use', 'ignore'] },
    {
      place: 45,
      default: 'use',
      name: 'sensors',
      brief: 'where the scanners stood, where the file tells',
      help:
        'Where the scanners stood: `use` lets that say which side was seen and what space is free, `ignore` works as if the file ' +
        'did not tell.',
      report: { use: 'sensors of the file used', ignore: 'sensors of the file ignored' },
      panel: 'switch',
      isExpert: true,
    },
  ),
  alignScans: option(
    { type: 'flag' },
    {
      place: 47,
      default: false,
      name: 'align scans',
      brief: 'move each scan as a whole to where it fits the others',
      help:
        'Moves each scan as a whole, by a small turn and shift, to where it fits the others, before anything else; the file stays as ' +
        'it is, and the report tells how far each was moved.',
      report: { true: 'scans aligned', false: 'scans as they lie' },
      panel: 'switch',
      isExpert: true,
    },
  ),
  flip: option(
    { type: 'flag' },
    {
      place: 50,
      default: false,
      name: 'flip',
      brief: 'turn the surface inside out, where an open scan shows its back',
      help: 'Turns the surface inside out: an open scan has no outside.',
      report: { true: 'turned inside out', false: 'not turned inside out' },
      panel: 'switch',
      isExpert: true,
    },
  ),
  seed: option(
    { type: 'whole', min: 0, max: 0xffffffff },
    {
      place: 80,
      default: 1,
      name: 'seed',
      brief: 'same seed and device: same bytes',
      help: 'Every random choice is keyed by it: same seed, same device, same bytes.',
      report: { value: 'seed {}' },
      panel: 'number',
      isExpert: true,
    },
  ),
  paperSteps: option(
    { type: 'whole', min: 1 },
    {
      place: 70,
      // The paper's own number of iterations.
      default: 4810,
      name: 'steps',
      brief: 'optimiser steps of the preset paper',
      help: 'Steps of the preset `paper`.',
      report: { value: '{} steps' },
      isExpert: true,
    },
  ),
  openHoles: option(
    { type: 'words', like: HOLE_WORD, called: 'numbers of holes, all and none' },
    {
      place: 35,
      default: [],
      name: 'open holes',
      flag: 'open',
      brief: 'leave these holes open, by their numbers in the report: {}',
      help:
        'Holes that are left open, by their numbers in the report (`holes.list`), beside those that the rule opens: a list ' +
        'as `2,5`; `all` opens all; after `none` those that follow and no others.',
      report: { value: 'open holes {}' },
    },
  ),
  trim: option(
    { ...LENGTH, words: ['none'] },
    {
      place: 86,
      default: 'none',
      name: 'trim',
      brief: 'leave out what lies further than this from the points: {}',
      help:
        'Parts of the mesh that lie further than this from the points are left out, in the unit of the file: where they reach ' +
        'twice as far, or along a border; a pit of the surface stays. `gridpull finish` takes the points from `--cloud`.',
      report: { none: 'not trimmed', value: 'trimmed beyond {}' },
      finishes: true,
    },
  ),
  keep: option(
    { type: 'count', words: ['all', 'largest'], min: 1 },
    {
      place: 87,
      default: 'all',
      name: 'keep',
      brief: 'pieces of the mesh to keep: {}',
      help: 'Pieces of the mesh that stay: `all`, the `largest`, or so many of the largest, by area.',
      report: { all: 'all pieces kept', largest: 'largest piece kept', value: '{} largest pieces kept' },
      finishes: true,
    },
  ),
  keepArea: option(
    { type: 'number', unit: 'area', words: ['none'], min: 0 },
    {
      place: 88,
      default: 'none',
      name: 'least area of pieces',
      brief: 'leave out pieces of the mesh with less area: {}',
      help:
        'Pieces of the mesh with less area are left out, in squared units of the file; of those, with `keep`, so many of the ' +
        'largest stay.',
      report: { none: 'pieces of any area kept', value: 'pieces from an area of {} kept' },
      finishes: true,
    },
  ),
  handles: option(
    { ...LENGTH, words: ['auto', 'keep'] },
    {
      place: 89,
      default: 'auto',
      name: 'handles',
      brief: 'close handles that a loop up to this length goes round: {}',
      help:
        'Handles, which are bridges and tunnels, that are closed: those that a loop up to this length goes round, in the unit ' +
        'of the file; `auto` those of a run that its points say nothing of; `keep` none.',
      report: {
        auto: 'handles closed that no points show',
        keep: 'all handles kept',
        zero: 'all handles kept',
        value: 'handles closed up to {}',
      },
      finishes: true,
    },
  ),
  close: option(
    { ...LENGTH, words: ['none', 'all'] },
    {
      place: 90,
      default: 'none',
      name: 'close',
      brief: 'holes of the mesh to close: {}, their width',
      help:
        'Holes of the mesh that are closed with a guess of what was there: `none`, those up to a width in the unit of the ' +
        'file, or `all`, the outer border of an open surface among them.',
      report: {
        none: 'no holes of the mesh closed',
        all: 'all holes of the mesh closed',
        value: 'holes of the mesh closed up to {}',
      },
      finishes: true,
    },
  ),
  smooth: option(
    { type: 'whole', min: 0, max: 1000 },
    {
      place: 91,
      default: 0,
      name: 'smooth',
      brief: 'steps of smoothing that keep the volume, 5 for what can be seen',
      help: 'Steps of smoothing that keep the volume of a closed mesh; 5 take what roughness can be seen.',
      report: { value: 'smoothed {} times' },
      finishes: true,
    },
  ),
  smoothKind: option(
    { type: 'choice', choices: ['even', 'edges'] },
    {
      place: 92,
      default: 'even',
      name: 'kind of smoothing',
      brief: 'edges: smoothing that leaves sharp edges sharp',
      help:
        'How `smooth` goes: `even` everywhere alike, `edges` leaves sharp edges sharp, as machine parts and buildings have ' +
        'them, and takes more of the noise beside them.',
      report: { even: 'smoothed evenly', edges: 'smoothed, edges kept' },
      finishes: true,
    },
  ),
  relax: option(
    { type: 'flag' },
    {
      place: 93,
      default: false,
      name: 'relax',
      brief: 'bring the triangles into better shape',
      help: 'Brings the triangles into better shape where they are slivers; the surface stays where it is.',
      report: { true: 'triangles relaxed', false: 'triangles not relaxed' },
      finishes: true,
    },
  ),
  simplify: option(
    { type: 'target', words: ['none'], min: 4 },
    {
      place: 94,
      default: 'none',
      name: 'simplify',
      brief: 'how many triangles to leave: {}',
      help: 'Triangles that are left: `none` leaves all, `10%` a share, `50000` a number. No more go than the shape allows.',
      report: { none: 'not simplified', value: 'simplified to {}' },
      finishes: true,
    },
  ),
  simplifyWithin: option(
    { ...LENGTH, words: ['none'] },
    {
      place: 95,
      default: 'none',
      name: 'deviation of simplifying',
      brief: 'leave as few triangles as stay within this distance: {}',
      help:
        'Leaves as few triangles as keep the surface within this distance, in the unit of the file; with `simplify` ' +
        'whichever leaves more.',
      report: { none: 'no bound on simplifying', value: 'simplified within {}' },
      finishes: true,
    },
  ),
  texture: option(
    { type: 'one-of', words: ['none'], numbers: TEXTURE_PIXELS, called: `a power of two from 512 to 8192` },
    {
      place: 97,
      default: 'none',
      name: 'texture',
      brief: 'pixels along a side of a texture: {}',
      help:
        'Pixels along a side of a texture: the colours of the points, and of a simplified mesh the relief that it had before, as ' +
        'pictures on its triangles. GLB keeps it, OBJ in files beside it. `gridpull finish` takes the points from `--cloud`.',
      report: { none: 'no texture', value: 'texture of {} pixels' },
      finishes: true,
    },
  ),
  certify: option(
    { type: 'flag' },
    {
      place: 96,
      default: false,
      name: 'certify',
      brief: 'prove the mesh, and write the certificate beside it',
      help:
        'Tests the mesh as `gridpull check` does and keeps what it found as `proof` in the report; `gridpull reconstruct` ' +
        'and `gridpull finish` write the certificate beside the mesh, `mesh.ply.certificate.json`.',
      report: { true: 'mesh proved', false: 'mesh not proved' },
      finishes: true,
    },
  ),
  cleanedCloud: option(
    { type: 'flag' },
    {
      place: 55,
      default: false,
      name: 'cleaned cloud',
      brief: 'also write the cloud without outliers and with normals, beside the mesh',
      help:
        'Also writes the points that the surface was made from, without outliers and with normals that face as it does, ' +
        'as a PLY beside the mesh: `mesh.ply.cloud.ply`.',
      report: { true: 'cleaned cloud written', false: 'no cloud written' },
    },
  ),
  trust: option(
    { type: 'flag' },
    {
      place: 57,
      default: false,
      name: 'trust',
      brief: 'write how sure the mesh is at each vertex into it, as PLY',
      help:
        'Writes with every vertex of a PLY how sure it is: `uncertainty`, the standard deviation of its distance from the ' +
        'true surface in the unit of the file, and `guessed`, 1 where no point supports it. The report says it for the whole ' +
        'of the mesh in any case.',
      report: { true: 'trust written', false: 'trust not written' },
    },
  ),
  outputUp: option(
    { type: 'choice', choices: ['z', 'y'] },
    {
      place: 98,
      default: 'z',
      name: 'output up axis',
      brief: 'which axis of the written mesh points up',
      help:
        'Which axis of the written mesh points up: `z`, as the points have it, or `y`, as animation programs and game engines expect ' +
        'it. A GLB is turned for all programs in any case. What is told of the mesh has z up.',
      report: { z: 'written with z up', y: 'written with y up' },
      finishes: true,
    },
  ),
  outputUnit: option(
    { type: 'choice', choices: ['auto', 'as-is', ...UNITS] },
    {
      place: 99,
      default: 'auto',
      name: 'output unit',
      brief: 'what lengths of the written mesh are converted to: {}',
      help:
        'What lengths of the written mesh are converted to, where `--unit` says what they are: `auto` converts to what the format ' +
        'is defined in (GLB metres, 3MF millimetres) and leaves others, `as-is` converts nothing. What is told of the mesh stays in its unit.',
      report: {
        auto: 'written in the unit of the format',
        'as-is': 'written in the unit of the points',
        mm: 'written in millimetres',
        cm: 'written in centimetres',
        m: 'written in metres',
        km: 'written in kilometres',
        in: 'written in inches',
        ft: 'written in feet',
      },
      finishes: true,
    },
  ),
  heightRaster: option(
    { ...LENGTH, words: ['none', 'auto'] },
    {
      place: 100,
      default: 'none',
      name: 'height raster',
      brief: 'also write heights as a GeoTIFF beside the mesh, in cells of this size: {}',
      help:
        'Also writes how high the mesh is, seen from above, beside it: `mesh.ply.heights.tif`, in cells of this size, in the ' +
        'unit of the file; `auto` takes one that suits the triangles. Without data where no point was.',
      report: {
        none: 'no height raster',
        zero: 'no height raster',
        auto: 'height raster written',
        value: 'height raster written in cells of {}',
      },
      finishes: true,
    },
  ),
  contours: option(
    { ...LENGTH, words: ['none', 'auto'] },
    {
      place: 101,
      default: 'none',
      name: 'contours',
      brief: 'also write lines of equal height beside the mesh, so far apart: {}',
      help:
        'Also writes lines of equal height beside the mesh, as `mesh.ply.contours.dxf` and `mesh.ply.contours.geojson`: so far ' +
        'apart in height, in the unit of the file; `auto` takes a round number up to a tenth of the range.',
      report: {
        none: 'no contours',
        zero: 'no contours',
        auto: 'contours written',
        value: 'contours written every {}',
      },
      finishes: true,
    },
  ),
} as const;
