/**
 * What the command line asks the page to draw: plain data that survives the way from Node into Chromium. The long
 * arrays travel apart, as files of the page's own server (see `page-server.ts`).
 *
 * Coordinates are in *picture space*: world space less the centre of the shape, divided by its radius (half the
 * diagonal of the bounds). Node does both in float64, so UTM coordinates keep their digits in float32, and the page
 * may use one set of distances (shading radius, clipping planes) for every shape.
 */

export type Vector = readonly [number, number, number];

/** A view made ready for one shape. */
export interface ViewCamera {
  readonly label: string;
  /** Unit vectors of picture space, right-handed: to the right, up, and out of the picture towards the viewer. */
  readonly right: Vector;
  readonly up: Vector;
  readonly towards: Vector;
  /** Picture space. */
  readonly eye: Vector;
  /** Degrees, top to bottom. */
  readonly fieldOfView: number;
  readonly near: number;
  readonly far: number;
}

/** Names of the arrays on the server. */
export interface MeshArrays {
  readonly kind: 'mesh';
  /** Float32 [9 × triangleCount]: three corners each, so that creases may have two normals at one vertex. */
  readonly positions: string;
  /** Float32 [9 × triangleCount], unit length. */
  readonly normals: string;
  /** Uint8 [9 × triangleCount], sRGB. */
  readonly colors?: string;
}

export interface CloudArrays {
  readonly kind: 'cloud';
  /** Float32 [3 × pointCount] */
  readonly positions: string;
  /** Uint8 [3 × pointCount], sRGB: the file's or made from heights. */
  readonly colors: string;
}

/** One row of pictures: one shape in all views. */
export interface SheetRow {
  readonly caption: string;
  readonly shape: MeshArrays | CloudArrays;
}

export interface SheetRequest {
  readonly rows: readonly SheetRow[];
  readonly cameras: readonly ViewCamera[];
  /** Pixels of one picture. */
  readonly width: number;
  readonly height: number;
  /** Faces of meshes that are left out; then those that stay have the front's colour, whichever they are. */
  readonly hidden: 'none' | 'front' | 'back';
  /** Whether the edges of triangles are drawn. */
  readonly withEdges: boolean;
  /** Pixels of the sheet. */
  readonly pointSize: number;
}
