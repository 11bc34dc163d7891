/** What the window is told of a mesh, and what it draws of it. Scene space: see `engine-api.ts`. */
import type {
  DistanceFigures,
  MeshTopology,
  PointFit,
  ReconstructOptions,
  RunEvent,
  RunReport,
  TerrainPart,
  Triple,
} from '../../engine/vocabulary.ts';
import type { LeftOut } from './point-acts.ts';

/** How sure a mesh is at its vertices, as it is drawn. */
export interface DrawnTrust {
  /** [vertexCount] world unit. */
  readonly uncertainties: Float32Array;
  /** [vertexCount] 1 where no point supports the surface, else 0: numbers that a shader takes as they are. */
  readonly guessed: Float32Array;
  /** World unit, at the end of the colours. */
  readonly range: number;
}

/** Triangles to draw. */
export interface MeshGeometry {
  /** [3 × vertexCount] scene space. */
  readonly positions: Float32Array;
  /** [3 × triangleCount] */
  readonly indices: Uint32Array;
  /** [3 × vertexCount] unit length, outward. */
  readonly normals: Float32Array;
  /** [3 × vertexCount] red green blue, sRGB. */
  readonly colors?: Uint8Array;
  /**
   * [vertexCount] world unit: how far the points near the vertex are from the mesh, negative where they lie inside of
   * it, and where there are none how far those are that there are. Not there in previews.
   */
  readonly distances?: Float32Array;
  /** Not there in previews, and in meshes of files that do not say it. */
  readonly trust?: DrawnTrust;
  /** [vertexCount] world unit: the length of trimming below which each vertex goes. There with `distances`. */
  readonly trimLengths?: Float32Array;
}

/** What a length of trimming leaves. */
export interface TrimmedReport {
  readonly vertexCount: number;
  readonly triangleCount: number;
  readonly topology: MeshTopology;
  /** Vertices of crumbs that go though their length alone would leave them. */
  readonly crumbVertices: Uint32Array;
}

/** A plane in the world that cuts a mesh as it is trimmed. */
export interface CutPlane {
  readonly normal: Triple;
  readonly through: Triple;
  readonly trim: number | null;
}

/** How far the vertices of a run's mesh are from another mesh. */
export interface ComparedMesh {
  /** Of the other mesh. */
  readonly name: string;
  readonly triangles: number;
  /** [vertexCount] world unit: positive outside of the other mesh, negative inside. */
  readonly distances: Float32Array<ArrayBuffer>;
  readonly figures: DistanceFigures;
}

/** Where a plane cuts a mesh. */
export interface CutOutline {
  /** [6 × pieces] scene space: both ends of each. */
  readonly lines: Float32Array<ArrayBuffer>;
  readonly curves: number;
  /** Of the curves. */
  readonly closed: number;
  /** World unit, of all curves. */
  readonly length: number;
  /** Within the closed ones, squared. */
  readonly area: number;
}

/** What is done to a finished mesh, as `gridpull finish` takes it; each is left out where it is not asked for. */
export type FinishChoice = Partial<
  Pick<
    ReconstructOptions,
    'keep' | 'keepArea' | 'handles' | 'close' | 'smooth' | 'smoothKind' | 'relax' | 'simplify' | 'simplifyWithin'
  >
>;

export interface FinishedRun {
  readonly id: number;
  readonly cloudId: number;
  /** What of the cloud it was made without. */
  readonly leftOut: LeftOut;
  readonly options: ReconstructOptions;
  readonly geometry: MeshGeometry;
  readonly report: RunReport;
  readonly fit: PointFit;
  /**
   * [101] ascending, the 0th to the 100th percentile of how far the vertices are from the surface that the points
   * describe, which trimming goes by; world unit.
   */
  readonly distancePercentiles: readonly number[];
  /**
   * [fit.sampleCount] world unit: how far each measured point is from the mesh, negative inside of it; `fit` speaks of
   * them without their signs.
   */
  readonly pointDistances: Float32Array;
  /** [3 × …] scene space: the measured points that `fit.lost` counts, of a large cloud an even share of them. */
  readonly lostPoints: Float32Array;
  /** The points as the run understood them; null where they are not held. */
  readonly cleaned: { readonly points: number; readonly hasNormals: boolean; readonly hasColors: boolean } | null;
  /** The person ended the run early; the mesh is of the level that was reached. */
  readonly stoppedEarly: boolean;
  /** What it was simplified from is held, for the relief of a texture. */
  readonly isSimplified?: true;
}

export type ReconstructEvent =
  /** Any event but `level-ready`, which comes as `preview`. */
  | { readonly type: 'run'; readonly event: RunEvent }
  | { readonly type: 'preview'; readonly level: number; readonly geometry: MeshGeometry }
  /** `secondsLeft` is null until enough is known. Time paused does not count. */
  | { readonly type: 'clock'; readonly elapsedMs: number; readonly secondsLeft: number | null }
  /** From now on the run can be ended early with a result. */
  | { readonly type: 'stoppable' }
  | { readonly type: 'device-lost'; readonly resumesAt: number | null };

export interface WrittenMesh {
  readonly bytes: number;
  /** For the target `memory`. */
  readonly blob?: Blob;
  /** For a `.prj` file beside it. */
  readonly projection?: string;
  /** For beside it: the material and the pictures of an OBJ, a certificate. */
  readonly files?: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[];
}

/** Which way is up in a file, and what its lengths are. */
export type WrittenFrame = Pick<ReconstructOptions, 'outputUp' | 'outputUnit'>;

/** Heights of a mesh as a file. */
export interface TerrainRequest {
  readonly part: TerrainPart;
  /** World unit: of a cell, or from line to line. */
  readonly length: number | 'auto';
  readonly trim: number | null;
}
