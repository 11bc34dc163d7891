/** What a check of a mesh says: figures, and the faults that follow from them. Plain data, for files and for people. */
import type { Triple } from '../../math/triple.ts';
import type { Rim } from '../../mesh/topology.ts';

/**
 * - `not-finite`: triangles with a corner that is no number
 * - `open`: edges of one triangle
 * - `non-manifold-edges`: edges of three triangles or more
 * - `non-manifold-vertices`: vertices in which surfaces only touch
 * - `inconsistent`: neighbours that face opposite sides
 * - `inside-out`: a closed surface that faces inward
 * - `degenerate`: triangles without an area
 * - `duplicate`: triangles that are there twice
 * - `self-intersecting`: triangles that meet in more than a shared edge or vertex
 * - `thin`: more than `MOST_THIN_SHARE` of the surface has the other side too close, where a thickness was asked for
 * - `too-large`: the mesh does not fit into the space of the printer, where one was given
 */
export type MeshFault =
  | 'not-finite'
  | 'open'
  | 'non-manifold-edges'
  | 'non-manifold-vertices'
  | 'inconsistent'
  | 'inside-out'
  | 'degenerate'
  | 'duplicate'
  | 'self-intersecting'
  | 'thin'
  | 'too-large';

/** Lengths, areas and volumes in the file's unit and its powers. */
export interface MeshCheck {
  /** Of the file. */
  readonly triangles: number;
  /** Places at which a triangle with finite corners has a corner, degenerate ones left out. */
  readonly vertices: number;
  /** Vertices of the file that no triangle names; no fault. */
  readonly unusedVertices: number;
  /** Vertices that lie where another does and were taken for it; no fault. */
  readonly mergedVertices: number;
  readonly components: number;
  /** Handles over all components; null where the surface is no oriented manifold. */
  readonly genus: number | null;

  readonly isClosed: boolean;
  readonly rims: {
    readonly count: number;
    /** Of those the ones where an open piece ends; the others go round holes. */
    readonly outer: number;
    /** Edges of all rims. */
    readonly edges: number;
    /** Length of all rims. */
    readonly length: number;
    /** The longest first, at most `MOST_LISTED`. */
    readonly longest: readonly Rim[];
  };
  readonly nonManifoldEdges: number;
  readonly nonManifoldVertices: number;
  /** Edges whose two triangles face opposite sides. */
  readonly inconsistentEdges: number;
  readonly notFiniteTriangles: number;
  readonly degenerateTriangles: number;
  readonly duplicateTriangles: number;
  readonly selfIntersections: {
    /** Pairs of triangles. */
    readonly pairs: number;
    /** Whether all were counted: the search ends at a hundred thousand. */
    readonly isComplete: boolean;
    /** The middle of where the boxes of a pair overlap, of the first pairs, at most `MOST_LISTED`. */
    readonly places: readonly Triple[];
  };

  readonly area: number;
  /** Enclosed volume, below 0 where the surface faces inward; null where it is not closed and of one sense. */
  readonly volume: number | null;
  readonly isInsideOut: boolean;
  readonly min: Triple;
  readonly max: Triple;
  /** Null where none was asked for. */
  readonly thickness: ThicknessCheck | null;
  readonly buildVolume: BuildVolumeCheck | null;

  /** In the order of `MeshFault`. */
  readonly faults: readonly MeshFault[];
  /** No faults. */
  readonly isReadyToPrint: boolean;
}

export interface ThicknessCheck {
  readonly thinnerThan: number;
  /** Of the area, 0…1, from `samples` rays. */
  readonly share: number;
  readonly samples: number;
  readonly seed: number;
  /** The least that a ray found, and where; null where none was thin. */
  readonly thinnest: { readonly thickness: number; readonly place: Triple } | null;
}

export interface BuildVolumeCheck {
  readonly size: Triple;
  /** As the file has it, after quarter turns, or not at all. */
  readonly fits: 'as-it-lies' | 'turned' | 'no';
}

/** Rims and places that are told one by one. */
export const MOST_LISTED = 10;

/**
 * Strips along creases sharper than a right angle are no wall that fails, and nearly every model has some: of the true
 * surfaces of nefertiti, skull, hammer and koala .046, .054, .01 and .002 % are thinner than .2 to 1.1 % of the extent,
 * of the sword, a blade, 32 %.
 */
export const MOST_THIN_SHARE = 0.001;

export function faultsOf(check: Omit<MeshCheck, 'faults' | 'isReadyToPrint'>): MeshFault[] {
  const has: Record<MeshFault, boolean> = {
    'not-finite': check.notFiniteTriangles > 0,
    open: check.rims.edges > 0,
    'non-manifold-edges': check.nonManifoldEdges > 0,
    'non-manifold-vertices': check.nonManifoldVertices > 0,
    inconsistent: check.inconsistentEdges > 0,
    'inside-out': check.isInsideOut,
    degenerate: check.degenerateTriangles > 0,
    duplicate: check.duplicateTriangles > 0,
    'self-intersecting': check.selfIntersections.pairs > 0,
    thin: check.thickness !== null && check.thickness.share > MOST_THIN_SHARE,
    'too-large': check.buildVolume?.fits === 'no',
  };
  return (Object.keys(has) as MeshFault[]).filter((fault) => has[fault]);
}

/** Whether a body of these bounds fits into a box, edges along the axes. */
export function fitsInto(min: Triple, max: Triple, size: Triple): BuildVolumeCheck['fits'] {
  const extents = max.map((high, axis) => high - min[axis]!);
  const isWithin = (sides: readonly number[], room: readonly number[]): boolean =>
    sides.every((side, i) => side <= room[i]!);
  if (isWithin(extents, size)) return 'as-it-lies';
  const ascending = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);
  return isWithin(ascending(extents), ascending(size)) ? 'turned' : 'no';
}
