/** What a run tells afterwards: enough to judge the mesh and to repeat the run. */
import type { CoordinateSystem } from './cloud/point-cloud.ts';
import type { CoarseVoxels } from './coarse-voxels.ts';
import type { Placement } from './math/placement.ts';
import type { Triple } from './math/triple.ts';
import type { MeshCheck } from './finish/check/mesh-check.ts';
import type { FinishReport } from './finish/finish-report.ts';
import type { MeshTopology } from './mesh/topology.ts';

export interface StageTime {
  readonly name: string;
  readonly durationMs: number;
  /** Bytes of GPU buffers alive when the stage ended. */
  readonly gpuBytes: number;
}

/**
 * Why a hole is as it is. Closed: `solid`, its piece is closed but for such holes; `thinning`, the points thin out
 * towards it; `radius`, a hole radius was given. Open: `sheet`, its piece is open anyway; `web`, what would close it
 * hangs between edges; `wide`, it is wider than the hole radius or lies where the points end. `asked`: by the option.
 * `border`: it is no hole but where an open piece ends, each such piece having one.
 */
export type HoleReason = 'solid' | 'thinning' | 'radius' | 'sheet' | 'web' | 'wide' | 'asked' | 'border';

/** A place of the surface without points, in the unit of the file. */
export interface ReportedHole {
  /** For the option `openHoles`; null for one that is open and cannot be closed. */
  readonly id: number | null;
  readonly state: 'closed' | 'open';
  readonly reason: HoleReason;
  /** Of the surface that closes it, or would; of a flat one where there is none. */
  readonly area: number;
  /** Of its rim. */
  readonly length: number;
  /** Twice the mean distance of the rim from its centre. */
  readonly width: number;
  /** In world coordinates. */
  readonly centre: Triple;
}

export interface HoleReport {
  readonly closed: number;
  /** Without outer borders. */
  readonly open: number;
  /** Outer borders, one of each open piece. */
  readonly borders: number;
  /**
   * What closes holes: no points say that it is so. A part of `TrustReport.areaGuessed`. In the unit of the file,
   * squared.
   */
  readonly areaGuessed: number;
  /** Those that can be opened and closed by their size, then the others by theirs; at most 100 of each. */
  readonly list: readonly ReportedHole[];
}

/** A loop round a handle, which is a bridge or a tunnel, in the unit of the file. */
export interface ReportedHandle {
  readonly state: 'closed' | 'left';
  /**
   * Why it stays: `strand`, what the loop goes round is long, and a cut would tear it; `rim`, a border of the surface
   * runs along it; `tangled`, it lies among others; `meets-surface`, any disc across it would go through the surface.
   * Null for a closed one.
   */
  readonly reason: 'strand' | 'rim' | 'tangled' | 'meets-surface' | null;
  /** Of the shortest loop found. */
  readonly length: number;
  /** In world coordinates. */
  readonly centre: Triple;
}

/** Handles that are narrower than what the points can tell. */
export interface HandleReport {
  /** Genus before any was closed; null where the surface is none whose genus could be told. */
  readonly genusFound: number | null;
  readonly closed: number;
  readonly left: number;
  /** The narrowest first; at most 100 of each state. */
  readonly list: readonly ReportedHandle[];
}

/**
 * What decided which side of the surface is its front. `sensors`: the places that the points were seen from. `file`:
 * its normals. `inside`: all of it is seen from a place within, and parts of it only from there. `density`: points lie
 * as densely as one scanner before them would have it. `closed`: a closed surface has an outside. `open`: nothing but a
 * convention, sheets face up.
 */
export type SideEvidence = 'sensors' | 'file' | 'inside' | 'density' | 'closed' | 'open';

export interface SideReport {
  /** Null where the method asks for no sides. */
  readonly evidence: SideEvidence | null;
  /** Sensors that the file knows, and those of them that decided sides. */
  readonly knownSensors: number;
  readonly usedSensors: number;
  /** Places that decided sides and that no file tells: the spacing of the points does. */
  readonly foundPlaces: number;
  /** It may be a room that came out inside out; a warning says so. */
  readonly isDoubtful: boolean;
}

/** Regions of more noise than the rest, where all was done by the noise of each point. */
export interface NoiseRegionsReport {
  /** Median noise there, in the unit of the file. */
  readonly noise: number;
  /** Share of the points. */
  readonly share: number;
}

/** Scans of one surface that lie a little apart, taken for one surface with that noise. */
export interface LayerReport {
  /** Median distance between two of them, in the unit of the file. */
  readonly offset: number;
  /** Share of the places where two of them are to be told apart. */
  readonly share: number;
}

/** A connected part of the surface that no point supports, in world coordinates and the unit of the file. */
export interface GuessedPlace {
  readonly area: number;
  readonly centre: Triple;
  readonly min: Triple;
  readonly max: Triple;
}

/** How sure the mesh is as it is handed out (docs/trust.md), in the unit of the file. */
export interface TrustReport {
  /**
   * Standard deviation of the distance to the true surface that half of the area has at most, and 95 % of it, what is a
   * guess left out; null where all is one.
   */
  readonly median: number | null;
  readonly percentile95: number | null;
  /** What no point supports, fills of holes among it; squared. */
  readonly areaGuessed: number;
  /** Of the whole area, 0…1. */
  readonly shareGuessed: number;
  /** The largest first; at most 100. */
  readonly places: readonly GuessedPlace[];
}

/** How a scan was moved as a whole. */
export interface ScanAlignment {
  readonly name: string;
  /**
   * `reference`: the others were brought to it. `apart`: it overlaps with no other. `kept`: it lay as well as can be told.
   */
  readonly state: 'reference' | 'moved' | 'kept' | 'apart';
  readonly rotationDegrees: number;
  /** How far the middle of its points moved, in the unit of the file. */
  readonly shift: number;
  /** Of the six ways to move those that what it shares with others does not tell of, and in which it was held. */
  readonly heldMotions: number;
  /** [16] row by row: what its world coordinates are multiplied by. */
  readonly matrix: readonly number[];
}

export interface AlignmentReport {
  readonly isApplied: boolean;
  /** Median distance of the points of one scan from the surface of others, in the unit of the file. */
  readonly before: number;
  readonly after: number;
  /** Those with points enough. */
  readonly scans: readonly ScanAlignment[];
}

export interface RunReport {
  readonly preset: 'default' | 'paper';
  readonly device: string;
  readonly seed: number;
  readonly points: {
    /** Points in the file, and why those that were not used were left out. */
    readonly inFile: number;
    readonly used: number;
    readonly notFinite: number;
    /** Taken out by a person; left out where none were. */
    readonly removed?: number | undefined;
    /** Beyond the crop box; left out where there is none. */
    readonly cropped?: number | undefined;
    readonly duplicate: number;
    readonly far: number;
    readonly outlier: number;
  };
  /** World position of the local origin. */
  readonly shift: Triple;
  /** The system of the world coordinates, where the cloud's file or a `.prj` beside it names one. */
  readonly crs?: CoordinateSystem;
  /** How the cloud stands, and so all places and lengths of this report, where that is not as in the file. */
  readonly placement?: Placement;
  /** World units: distance between points, noise found or given, voxel edge of the finest level, hole radius. */
  readonly spacing: number;
  /** Median distance from scan line to scan line; null for a cloud that was not drawn line by line. */
  readonly lineGap: number | null;
  readonly noise: number;
  /** Null where noise does not differ by region, and where it was given, for then nobody looks. */
  readonly noiseRegions: NoiseRegionsReport | null;
  readonly resolution: number;
  readonly voxel: number;
  readonly holeRadius: number;
  /** Why the finest level is what it is. */
  readonly resolutionReason: string;
  /** The voxels are wider than the points lie apart, and why; null where not, and where the run was stopped early. */
  readonly coarse: CoarseVoxels | null;
  /** The run was ended by `RunControl.stop`: `resolution` is not what was planned, or not solved to the end. */
  readonly stoppedEarly: boolean;
  /** Parts that the finest level was solved in, one after the other; 0 where it was solved as a whole. */
  readonly tiles: number;
  /** Resolution at which the run went on after its device was lost; null for a run on one device. */
  readonly resumedAt: number | null;
  readonly usedFileNormals: boolean;
  readonly sides: SideReport;
  /** Null where the surface lies in no layers, and where the noise was given, for then nobody looks. */
  readonly layers: LayerReport | null;
  /** Null where nobody asked for it. */
  readonly alignment: AlignmentReport | null;
  /** Of the mesh as it is handed out. */
  readonly topology: MeshTopology;
  readonly holes: HoleReport;
  readonly handles: HandleReport;
  /** Null where none was measured: in a report of an old version, and of a surface that is only looked at. */
  readonly trust: TrustReport | null;
  /** What was done to the mesh after it was found; left out where nothing was asked for. */
  readonly finish?: FinishReport;
  /**
   * What `gridpull check` states of the mesh, in world coordinates; left out where nobody asked (`certify`) and nothing
   * was finished.
   */
  readonly proof?: MeshCheck;
  readonly trimmedTriangles: number;
  readonly droppedComponents: number;
  readonly stages: readonly StageTime[];
  /** Time without that in which the run was paused. */
  readonly totalMs: number;
  readonly peakGpuBytes: number;
  readonly warnings: readonly string[];
}
