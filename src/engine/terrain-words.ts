/**
 * What is told of heights and contours, and the parts that are written: for the window too, which must not contain the
 * engine.
 */
/** The kinds of files that contours are drawn in. */
export const CONTOUR_FORMATS = ['dxf', 'geojson'] as const;
export type ContourFormat = (typeof CONTOUR_FORMATS)[number];

export type TerrainPart = 'raster' | ContourFormat;

export interface RasterReport {
  readonly columns: number;
  readonly rows: number;
  readonly cell: number;
  readonly bytes: number;
  /** Cells with a height. */
  readonly measured: number;
  /** Of those, cells in which surfaces lie over one another by more than a cell: the highest counts. */
  readonly overhung: number;
  readonly lowest: number;
  readonly highest: number;
  /** Null where the file does not say in which system its coordinates are. */
  readonly epsg: number | null;
}

export interface ContourReport {
  readonly interval: number;
  /** Heights with a line. */
  readonly heights: number;
  readonly lines: number;
  readonly closed: number;
  readonly length: number;
}

export interface TerrainReport {
  /** Triangles that no point supports: they have no height and no line. */
  readonly guessedTriangles: number;
  readonly raster: RasterReport | null;
  readonly contours: ContourReport | null;
}

/** Where both are a number, `auto` or `none`: a number of 0 asks for nothing. */
export interface TerrainAsked {
  readonly cell: number | 'auto' | 'none';
  readonly interval: number | 'auto' | 'none';
  readonly contourFormats?: readonly ContourFormat[];
}

export function isAsked(value: TerrainAsked['cell']): value is number | 'auto' {
  return value !== 'none' && value !== 0;
}

/** The parts that are written; none where nothing is asked for. */
export function terrainParts({ cell, interval, contourFormats = CONTOUR_FORMATS }: TerrainAsked): TerrainPart[] {
  return [...(isAsked(cell) ? (['raster'] as const) : []), ...(isAsked(interval) ? contourFormats : [])];
}
