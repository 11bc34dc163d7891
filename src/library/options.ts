/**
 * The options of a run and of what is done to a surface afterwards. `npm run tables` writes them from the table of
 * options, and a test holds them to its types.
 */

// options:types
// prettier-ignore
export interface SurfaceOptions {
  /** Cells along the longest side, a power of two from 64 to 2048; `auto` takes the finest that spacing, noise and memory support, more for sharp edges and thin sheets, none that serves a few places only, and says why. */
  readonly resolution?: 'auto' | number;
  /** Standard deviation of the noise, in the unit of the file; `auto` estimates it, `none` means 0. */
  readonly noise?: 'auto' | 'none' | number;
  /** Holes up to this radius are closed, in the unit of the file; 0 closes none; `auto` is 6 % of the extent, more where points are sparse, and leaves holes open that belong to an open surface, as the windows of a car body. */
  readonly holeRadius?: 'auto' | number;
  /** Holes that are left open, by their numbers in the report (`holes.list`), beside those that the rule opens: a list as `2,5`; `all` opens all; after `none` those that follow and no others. */
  readonly openHoles?: readonly string[];
  /** Normals of the file: `use` takes them where they agree with the cloud, `ignore` works as if it had none. */
  readonly fileNormals?: 'use' | 'ignore';
  /** Where the scanners stood: `use` lets that say which side was seen and what space is free, `ignore` works as if the file did not tell. */
  readonly sensors?: 'use' | 'ignore';
  /** Moves each scan as a whole, by a small turn and shift, to where it fits the others, before anything else; the file stays as it is, and the report tells how far each was moved. */
  readonly alignScans?: boolean;
  /** Turns the surface inside out: an open scan has no outside. */
  readonly flip?: boolean;
  /** Also writes the points that the surface was made from, without outliers and with normals that face as it does, as a PLY beside the mesh: `mesh.ply.cloud.ply`. */
  readonly cleanedCloud?: boolean;
  /** Writes with every vertex of a PLY how sure it is: `uncertainty`, the standard deviation of its distance from the true surface in the unit of the file, and `guessed`, 1 where no point supports it. The report says it for the whole of the mesh in any case. */
  readonly trust?: boolean;
  /** How the surface is found: `default`, or `paper` for GridPull as published, for comparison. */
  readonly preset?: 'default' | 'paper';
  /** Steps of the preset `paper`. */
  readonly paperSteps?: number;
  /** Every random choice is keyed by it: same seed, same device, same bytes. */
  readonly seed?: number;
  /** Parts of the mesh that lie further than this from the points are left out, in the unit of the file: where they reach twice as far, or along a border; a pit of the surface stays. `gridpull finish` takes the points from `--cloud`. */
  readonly trim?: 'none' | number;
  /** Pieces of the mesh that stay: `all`, the `largest`, or so many of the largest, by area. */
  readonly keep?: 'all' | 'largest' | number;
  /** Pieces of the mesh with less area are left out, in squared units of the file; of those, with `keep`, so many of the largest stay. */
  readonly keepArea?: 'none' | number;
  /** Handles, which are bridges and tunnels, that are closed: those that a loop up to this length goes round, in the unit of the file; `auto` those of a run that its points say nothing of; `keep` none. */
  readonly handles?: 'auto' | 'keep' | number;
  /** Holes of the mesh that are closed with a guess of what was there: `none`, those up to a width in the unit of the file, or `all`, the outer border of an open surface among them. */
  readonly close?: 'none' | 'all' | number;
  /** Steps of smoothing that keep the volume of a closed mesh; 5 take what roughness can be seen. */
  readonly smooth?: number;
  /** How `smooth` goes: `even` everywhere alike, `edges` leaves sharp edges sharp, as machine parts and buildings have them, and takes more of the noise beside them. */
  readonly smoothKind?: 'even' | 'edges';
  /** Brings the triangles into better shape where they are slivers; the surface stays where it is. */
  readonly relax?: boolean;
  /** Triangles that are left: `none` leaves all, `10%` a share, `50000` a number. No more go than the shape allows. */
  readonly simplify?: 'none' | `${number}%` | number;
  /** Leaves as few triangles as keep the surface within this distance, in the unit of the file; with `simplify` whichever leaves more. */
  readonly simplifyWithin?: 'none' | number;
  /** Tests the mesh as `gridpull check` does and keeps what it found as `proof` in the report; `gridpull reconstruct` and `gridpull finish` write the certificate beside the mesh, `mesh.ply.certificate.json`. */
  readonly certify?: boolean;
  /** Pixels along a side of a texture: the colours of the points, and of a simplified mesh the relief that it had before, as pictures on its triangles. GLB keeps it, OBJ in files beside it. `gridpull finish` takes the points from `--cloud`. */
  readonly texture?: 'none' | number;
  /** Which axis of the written mesh points up: `z`, as the points have it, or `y`, as animation programs and game engines expect it. A GLB is turned for all programs in any case. What is told of the mesh has z up. */
  readonly outputUp?: 'z' | 'y';
  /** What lengths of the written mesh are converted to, where `--unit` says what they are: `auto` converts to what the format is defined in (GLB metres, 3MF millimetres) and leaves others, `as-is` converts nothing. What is told of the mesh stays in its unit. */
  readonly outputUnit?: 'auto' | 'as-is' | 'mm' | 'cm' | 'm' | 'km' | 'in' | 'ft';
  /** Also writes how high the mesh is, seen from above, beside it: `mesh.ply.heights.tif`, in cells of this size, in the unit of the file; `auto` takes one that suits the triangles. Without data where no point was. */
  readonly heightRaster?: 'none' | 'auto' | number;
  /** Also writes lines of equal height beside the mesh, as `mesh.ply.contours.dxf` and `mesh.ply.contours.geojson`: so far apart in height, in the unit of the file; `auto` takes a round number up to a tenth of the range. */
  readonly contours?: 'none' | 'auto' | number;
}

// prettier-ignore
export type FinishOptions = Pick<SurfaceOptions, 'trim' | 'keep' | 'keepArea' | 'handles' | 'close' | 'smooth' | 'smoothKind' | 'relax' | 'simplify' | 'simplifyWithin' | 'certify' | 'texture' | 'outputUp' | 'outputUnit' | 'heightRaster' | 'contours'>;

// prettier-ignore
export type MeshFormat = 'ply' | 'ply-ascii' | 'obj' | 'stl' | 'glb' | 'glb-compressed' | '3mf';
// /options:types
