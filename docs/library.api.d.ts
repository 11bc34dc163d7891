/**
 * The one error of the engine: a code from a closed list, a sentence for a person (what happened, where, what to
 * try) and typed details. It crosses threads as a plain object, because cloning an `Error` drops its fields.
 * Cancellation is not an error: a cancelled run rejects with `signal.reason`.
 */
export type ErrorCode = "cloud-format" | "cloud-empty" | "cloud-degenerate" | "mesh-format" | "option-invalid" | "gpu-unavailable" | "gpu-out-of-memory" | "gpu-lost" | "shader-invalid" | "field-not-finite" | "output-failed";
type ErrorDetails = Readonly<Record<string, string | number | boolean>>;
interface PlainError {
	readonly code: ErrorCode;
	readonly message: string;
	readonly details: ErrorDetails;
}
export declare class ReconstructError extends Error {
	readonly name = "ReconstructError";
	readonly code: ErrorCode;
	readonly details: ErrorDetails;
	constructor(code: ErrorCode, message: string, details?: ErrorDetails, options?: {
		cause?: unknown;
	});
	toPlain(): PlainError;
	static fromPlain(plain: PlainError): ReconstructError;
}
/** Three numbers of one kind: a place, a direction, the extents or the cells of three axes. */
export type Triple = readonly [
	x: number,
	y: number,
	z: number
];
type StageName = "read" | "align" | "prepare" | "clean" | "analyse" | "orient" | "level" | "extract" | "trim" | "finish" | "write" | "check";
declare const RETURN_CHOICES: readonly [
	"first",
	"last",
	"single"
];
type ReturnChoice = (typeof RETURN_CHOICES)[number];
interface ScratchFile {
	/** @throws ReconstructError `output-failed` */
	write(bytes: Uint8Array, at: number): void;
	/** Fills `into`, all of which was written before. @throws ReconstructError `output-failed` */
	read(into: Uint8Array, at: number): void;
	/** Gives the room back before the run ends. */
	close(): void;
}
interface Scratch {
	/** Points that memory holds all of. */
	readonly wholePoints: number;
	/** How often all points are written once more after they were read: in order, and where they stay. */
	readonly copies: number;
	/** @throws ReconstructError `output-failed` where no file can be made */
	open(): ScratchFile;
	/** @throws ReconstructError `output-failed` where there is no room for so many bytes more, before any is written */
	reserve(bytes: number): void;
}
declare const MILLIMETRES: {
	readonly mm: 1;
	readonly cm: 10;
	readonly m: 1000;
	readonly km: 1000000;
	readonly in: 25.4;
	readonly ft: 304.8;
};
type LengthUnit = keyof typeof MILLIMETRES;
type AxisName = "+x" | "-x" | "+y" | "-y" | "+z" | "-z";
type Up = AxisName | "plane" | Triple;
interface Placing {
	readonly up?: Up;
	/** Degrees about x, then y, then z, counter-clockwise, after `up`. */
	readonly turn?: Triple;
	/** What lengths are multiplied by; above 0. */
	readonly scale?: number;
	/** What lengths are then; nothing is converted. */
	readonly unit?: LengthUnit;
	/** Whether the lowest point then lies at z = 0. */
	readonly onGround?: boolean;
}
interface Placement {
	/** [16] row by row: what coordinates of the file (x, y, z, 1) are multiplied by. */
	readonly matrix: readonly number[];
	/** Direction of the file that points up, before `turn`; length 1. */
	readonly up: Triple;
	readonly turn: Triple;
	readonly scale: number;
	/** Null where nobody said. */
	readonly unit: LengthUnit | null;
	readonly onGround: boolean;
}
export interface PointCloud {
	/** [3 × pointCount] x y z, world units minus `shift`. All finite. */
	readonly positions: Float32Array;
	/** [3] world position of the local origin; zeros where the coordinates are small. */
	readonly shift: Triple;
	/** [3 × pointCount] as in the file, neither checked nor normalised. */
	readonly normals?: Float32Array;
	/** [3 × pointCount] red green blue, 0…255, sRGB. */
	readonly colors?: Uint8Array;
	readonly attributes?: PointAttributes;
	/** The stations or passes that the points come from, where the file tells them apart; those without points too. */
	readonly scans?: readonly Scan[];
	readonly crs?: CoordinateSystem;
	/** How it stands, where that is not as in the file. */
	readonly placement?: Placement;
	readonly stats: CloudStats;
	/**
	 * All points of a cloud that memory does not hold: the arrays above are those of a share, `shareOfPoints`. What the
	 * cloud has of `normals`, `colors` and `attributes`, its chunks have, too, and maybe more.
	 */
	readonly all?: StoredPoints;
}
interface PointChunk {
	/** [3 × count] world less the shift of the cloud. */
	readonly positions: Float32Array;
	readonly normals?: Float32Array | undefined;
	readonly colors?: Uint8Array | undefined;
	readonly attributes?: PointAttributes | undefined;
}
type ChunkPart = "normals" | "colors" | "attributes";
interface StoredPoints {
	readonly count: number;
	readonly scratch: Scratch;
	chunks(parts: readonly ChunkPart[]): Iterable<PointChunk>;
}
interface PointAttributes {
	/** Strength of the return, in the file's own scale; NaN where it is not known, as of a scan without it. */
	readonly intensity?: Float32Array;
	/** The class by the table of ASPRS, "LAS 1.4-R15", table 17: 2 is ground, 6 building. */
	readonly classification?: Uint8Array;
	/** Which of a pulse's returns it is, from 1. */
	readonly returnNumber?: Uint8Array;
	/** How many returns the pulse has. */
	readonly returnCount?: Uint8Array;
	/** Seconds, from a start that the file's format says; NaN where it is not known. */
	readonly time?: Float64Array;
	/** Index into the cloud's `scans`. */
	readonly scan?: Uint16Array;
}
interface Scan {
	readonly name: string;
	/** Finite points that are its own. */
	readonly pointCount: number;
	/** Where the scanner stood, world space. */
	readonly sensor?: Triple;
	/** Where it was as it moved, for points that know their time. */
	readonly path?: SensorPath;
}
interface SensorPath {
	/** Ascending, as the times of the points: from each on it was near the place of the same index. */
	readonly times: readonly number[];
	/** World space. */
	readonly places: readonly Triple[];
}
interface CoordinateSystem {
	/** Number of the whole (compound or projected) system in the EPSG registry. */
	readonly epsg?: number;
	readonly name?: string;
	/** Well-known text, OGC 01-009 or ISO 19162, as the file has it. */
	readonly wkt?: string;
	/** GeoTIFF keys (OGC 19-008) by their number. */
	readonly geotiff?: Readonly<Record<number, number | string>>;
}
interface CloudStats {
	/** Points in the file. */
	readonly pointCount: number;
	/** Points with a place: the others (NaN, no return, no data) and those not asked for are not in `positions`. */
	readonly finiteCount: number;
	/** Points that a person took out by hand; left out where none were. */
	readonly removedCount?: number;
	/** Points beyond the crop box; left out where there is none. */
	readonly croppedCount?: number;
	/** Bounds of the finite points, world space in float64. */
	readonly min: Triple;
	readonly max: Triple;
	/** Anything odd that did not stop the reader: bytes after the data, skipped lines, dropped points. */
	readonly warnings: readonly string[];
	/** Pictures in the file, which are not read. */
	readonly imageCount?: number;
	/** What each column of a text file is, and how that was decided, a line each. */
	readonly columns?: readonly string[];
}
/**
 * What of a file is read, and how it is to stand: plain data, as the command line, job files and the window ask for it.
 */
export interface Reading extends Placing {
	/** Points of these classes only, where the file has classes. */
	readonly classes?: readonly number[];
	/** These returns of a pulse only, where the file numbers them. */
	readonly returns?: ReturnChoice;
	/**
	 * Points within this box only, as the cloud then stands: x, y and z of its centre, three sides, and degrees about z;
	 * see `cropBoxOf`.
	 */
	readonly crop?: readonly number[];
	/** The columns of a text file by name, `-` for one that is passed over; others than text ignore them. */
	readonly columns?: readonly string[];
	/** Reads the whole points of a file that is cut, with a warning, instead of refusing it. */
	readonly partial?: boolean;
}
interface CoarseVoxels {
	/** It was asked for; a finer level takes more memory than there is; there is no finer level. */
	readonly cause: "requested" | "memory" | "limit";
	/** The first level that is fine enough, or else the finest that there is. */
	readonly enough: number;
}
interface MeshTopology {
	/** Vertices that a triangle uses. */
	readonly vertices: number;
	readonly edges: number;
	/** Triangles without the degenerate ones. */
	readonly triangles: number;
	/** Triangles that name a vertex twice. */
	readonly degenerateTriangles: number;
	readonly components: number;
	/** Area of the largest component over the whole area, 0…1. */
	readonly largestComponentShare: number;
	/** Edges of one triangle. */
	readonly boundaryEdges: number;
	/** Edges of three triangles or more. */
	readonly nonManifoldEdges: number;
	/** Edges that both their triangles run through in the same direction. */
	readonly inconsistentEdges: number;
	/** Vertices whose triangles form more than one fan: surfaces that only touch there. */
	readonly nonManifoldVertices: number;
	/** Closed rims of holes; 0 where `genus` is null, as rims are then not well defined. */
	readonly boundaryLoops: number;
	/** Of those the ones where an open piece ends, which are no holes in it (outer-borders.ts). */
	readonly outerBorders: number;
	readonly watertight: boolean;
	readonly orientationConsistent: boolean;
	/** vertices − edges + triangles */
	readonly eulerCharacteristic: number;
	/**
	 * Handles over all components, from χ = 2·components − 2·genus − loops (Euler–Poincaré); null for a surface that is
	 * not an oriented 2-manifold, where the formula says nothing.
	 */
	readonly genus: number | null;
	/** Squared units of the positions. */
	readonly area: number;
	/** Cubed units; positive where triangles face outward. Depends on the origin unless the mesh is closed. */
	readonly signedVolume: number;
}
interface Rim {
	readonly edges: number;
	/** Unit of the positions. */
	readonly length: number;
	/** Whether an open piece ends there; else it goes round a hole. */
	readonly isOuter: boolean;
}
type MeshFault = "not-finite" | "open" | "non-manifold-edges" | "non-manifold-vertices" | "inconsistent" | "inside-out" | "degenerate" | "duplicate" | "self-intersecting" | "thin" | "too-large";
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
interface ThicknessCheck {
	readonly thinnerThan: number;
	/** Of the area, 0…1, from `samples` rays. */
	readonly share: number;
	readonly samples: number;
	readonly seed: number;
	/** The least that a ray found, and where; null where none was thin. */
	readonly thinnest: {
		readonly thickness: number;
		readonly place: Triple;
	} | null;
}
interface BuildVolumeCheck {
	readonly size: Triple;
	/** As the file has it, after quarter turns, or not at all. */
	readonly fits: "as-it-lies" | "turned" | "no";
}
interface MeshTexture {
	/** [cornerCount] the vertex of each corner of the pictures: along a seam a vertex has several. */
	readonly sources: Uint32Array<ArrayBuffer>;
	/** [3 × triangleCount] the corners of the mesh's triangles, in their order. */
	readonly indices: Uint32Array<ArrayBuffer>;
	/** [2 × cornerCount] 0…1 from the left and from the top. */
	readonly coordinates: Float32Array<ArrayBuffer>;
	/** [4 × cornerCount] glTF's TANGENT: unit length, to the right in the pictures, and the side on which up lies, ±1. */
	readonly tangents: Float32Array<ArrayBuffer>;
	/** Width and height of the pictures. */
	readonly pixels: number;
	/** [3 × pixels²] red green blue, sRGB. */
	readonly colors?: Uint8Array<ArrayBuffer>;
	/** [3 × pixels²] normals of the finer surface along right, up and outward, 0…255 for −1…1. */
	readonly relief?: Uint8Array<ArrayBuffer>;
}
interface WorldMesh {
	/** [3 × vertexCount] x y z, world units. */
	readonly positions: Float64Array<ArrayBuffer>;
	/** [3 × triangleCount], each below vertexCount. */
	readonly indices: Uint32Array<ArrayBuffer>;
}
interface ClosedHole {
	/** Which of the mesh's rims it is, in the order of `rimSteps`; of a ring the outer one. */
	readonly rim: number;
	/** Edges of its rim, or of all that were joined. */
	readonly edges: number;
	/** Diagonal of the box round its rim, in the mesh's unit. */
	readonly width: number;
	/** Of the triangles that close it, in the mesh's unit squared; 0 where it stays open. */
	readonly area: number;
}
type LeftReason = "wide" | "meets-surface" | "no-way";
interface LeftHole extends ClosedHole {
	readonly reason: LeftReason;
}
type UncutReason = "rim" | "tangled" | "meets-surface";
type LeftReason$1 = UncutReason | "strand";
interface ClosedHandle {
	/** The mean of the vertices of the loop that was cut. */
	readonly centre: Triple;
	/** Of that loop. */
	readonly length: number;
}
interface LeftHandle extends ClosedHandle {
	readonly reason: LeftReason$1;
}
interface Piece {
	readonly triangles: number;
	/** Squared units of the mesh. */
	readonly area: number;
	readonly min: readonly [
		number,
		number,
		number
	];
	readonly max: readonly [
		number,
		number,
		number
	];
	/** Edges of one triangle. */
	readonly openEdges: number;
}
interface Deviation {
	/** By area. */
	readonly mean: number;
	/** 95 % of the area is no further. */
	readonly share95: number;
	/** Of all points measured. */
	readonly maximum: number;
}
interface TriangleAngles {
	/** Degrees; 60 for a mesh without triangles. */
	readonly least: number;
	/** Of all triangles, those with an angle under 5°. */
	readonly under5: number;
}
interface RelaxedMesh {
	readonly mesh: WorldMesh;
	/** False where triangles would meet wherever it was tried, so that the mesh is the original. */
	readonly isRelaxed: boolean;
	readonly before: TriangleAngles;
	readonly after: TriangleAngles;
	/** From the original to the mesh. */
	readonly fromOriginal: Deviation;
	/** From the mesh to the original. */
	readonly toOriginal: Deviation;
	/** Vertices of the original that were locked, so that no triangles meet. */
	readonly lockedVertices: number;
}
interface TextureReport {
	readonly pixels: number;
	readonly charts: number;
	/** Of the picture, what triangles cover. */
	readonly coveredShare: number;
	readonly hasColors: boolean;
	readonly hasRelief: boolean;
}
interface SimplifiedMesh {
	readonly mesh: WorldMesh;
	/**
	 * Why it has no fewer triangles: because the target is reached; because no edge may go any more; because the shape
	 * would be lost; because triangles would meet with fewer.
	 */
	readonly stoppedBy: "target" | "topology" | "shape" | "self-intersections";
	/** How many triangles were asked for, as a number or a share; left out where a deviation was. */
	readonly wantedTriangles?: number;
	/** From the original to the mesh. */
	readonly fromOriginal: Deviation;
	/** From the mesh to the original. */
	readonly toOriginal: Deviation;
	/** Vertices of the original that were locked, so that no triangles meet. */
	readonly lockedVertices: number;
	/** Pairs of the original's triangles that meet, and were left as they are; left out where none is in the way. */
	readonly meetingBefore?: number;
}
/** Each is left out where it was not asked for. Lengths are in the mesh's unit. */
export interface FinishReport {
	/** What lay too far from the points: triangles, and their area in squared units of the mesh. */
	readonly trimmed?: {
		readonly triangles: number;
		readonly area: number;
	};
	readonly droppedPieces?: readonly Piece[];
	readonly handles?: {
		readonly closed: readonly ClosedHandle[];
		readonly left: readonly LeftHandle[];
	};
	readonly holes?: {
		readonly closed: readonly ClosedHole[];
		readonly left: readonly LeftHole[];
	};
	readonly smoothedBy?: number;
	/** Vertices that smoothing left nearer to where they were: triangles would have met, or lost their area. */
	readonly heldVertices?: number;
	/** Vertices that were smoothed evenly all the same, so that no triangles meet; only where edges were to be kept. */
	readonly evenlySmoothedVertices?: number;
	readonly relaxed?: Omit<RelaxedMesh, "mesh">;
	readonly texture?: TextureReport;
	readonly simplified?: Omit<SimplifiedMesh, "mesh"> & {
		readonly trianglesBefore: number;
	};
}
interface StageTime {
	readonly name: string;
	readonly durationMs: number;
	/** Bytes of GPU buffers alive when the stage ended. */
	readonly gpuBytes: number;
}
type HoleReason = "solid" | "thinning" | "radius" | "sheet" | "web" | "wide" | "asked" | "border";
interface ReportedHole {
	/** For the option `openHoles`; null for one that is open and cannot be closed. */
	readonly id: number | null;
	readonly state: "closed" | "open";
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
interface HoleReport {
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
interface ReportedHandle {
	readonly state: "closed" | "left";
	/**
	 * Why it stays: `strand`, what the loop goes round is long, and a cut would tear it; `rim`, a border of the surface
	 * runs along it; `tangled`, it lies among others; `meets-surface`, any disc across it would go through the surface.
	 * Null for a closed one.
	 */
	readonly reason: "strand" | "rim" | "tangled" | "meets-surface" | null;
	/** Of the shortest loop found. */
	readonly length: number;
	/** In world coordinates. */
	readonly centre: Triple;
}
interface HandleReport {
	/** Genus before any was closed; null where the surface is none whose genus could be told. */
	readonly genusFound: number | null;
	readonly closed: number;
	readonly left: number;
	/** The narrowest first; at most 100 of each state. */
	readonly list: readonly ReportedHandle[];
}
type SideEvidence = "sensors" | "file" | "inside" | "density" | "closed" | "open";
interface SideReport {
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
interface NoiseRegionsReport {
	/** Median noise there, in the unit of the file. */
	readonly noise: number;
	/** Share of the points. */
	readonly share: number;
}
interface LayerReport {
	/** Median distance between two of them, in the unit of the file. */
	readonly offset: number;
	/** Share of the places where two of them are to be told apart. */
	readonly share: number;
}
interface GuessedPlace {
	readonly area: number;
	readonly centre: Triple;
	readonly min: Triple;
	readonly max: Triple;
}
interface TrustReport {
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
interface ScanAlignment {
	readonly name: string;
	/**
	 * `reference`: the others were brought to it. `apart`: it overlaps with no other. `kept`: it lay as well as can be told.
	 */
	readonly state: "reference" | "moved" | "kept" | "apart";
	readonly rotationDegrees: number;
	/** How far the middle of its points moved, in the unit of the file. */
	readonly shift: number;
	/** Of the six ways to move those that what it shares with others does not tell of, and in which it was held. */
	readonly heldMotions: number;
	/** [16] row by row: what its world coordinates are multiplied by. */
	readonly matrix: readonly number[];
}
interface AlignmentReport {
	readonly isApplied: boolean;
	/** Median distance of the points of one scan from the surface of others, in the unit of the file. */
	readonly before: number;
	readonly after: number;
	/** Those with points enough. */
	readonly scans: readonly ScanAlignment[];
}
export interface RunReport {
	readonly preset: "default" | "paper";
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
export interface PointArrays {
	/** [3 × pointCount] x y z in any unit. Large coordinates need float64. */
	readonly positions: Float32Array | Float64Array;
	/** [3 × pointCount] outward; of any length, and unsound ones are found. */
	readonly normals?: Float32Array | Float64Array | undefined;
	/** [3 × pointCount] red green blue, 0…255, sRGB. */
	readonly colors?: Uint8Array | Uint8ClampedArray | undefined;
	/** The scanners, where they are known: where each stood, in the coordinates of the points. */
	readonly scans?: readonly {
		readonly name?: string;
		readonly sensor?: Triple;
	}[] | undefined;
	/** [pointCount] index into `scans`; needed where there is more than one. */
	readonly scan?: Uint8Array | Uint16Array | Uint32Array | undefined;
}
/** A file that is in memory, or comes as a stream. */
export interface NamedBytes {
	/** For messages, and to tell formats without a clear beginning: `scan.xyz`. */
	readonly name: string;
	readonly bytes: Uint8Array | ArrayBuffer | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;
}
/**
 * Points: coordinates alone ([3 × pointCount] x y z), arrays with more of them, a cloud that was read before, or a file
 * of any format that GridPull reads: a `File` of a page, its bytes, a path (Node), an address (a page, Deno).
 */
export type PointInput = Float32Array | Float64Array | PointArrays | PointCloud | Blob | NamedBytes | string | URL;
/**
 * The options of a run and of what is done to a surface afterwards. `npm run tables` writes them from the table of
 * options, and a test holds them to its types.
 */
export interface SurfaceOptions {
	/** Cells along the longest side, a power of two from 64 to 2048; `auto` takes the finest that spacing, noise and memory support, more for sharp edges and thin sheets, none that serves a few places only, and says why. */
	readonly resolution?: "auto" | number;
	/** Standard deviation of the noise, in the unit of the file; `auto` estimates it, `none` means 0. */
	readonly noise?: "auto" | "none" | number;
	/** Holes up to this radius are closed, in the unit of the file; 0 closes none; `auto` is 6 % of the extent, more where points are sparse, and leaves holes open that belong to an open surface, as the windows of a car body. */
	readonly holeRadius?: "auto" | number;
	/** Holes that are left open, by their numbers in the report (`holes.list`), beside those that the rule opens: a list as `2,5`; `all` opens all; after `none` those that follow and no others. */
	readonly openHoles?: readonly string[];
	/** Normals of the file: `use` takes them where they agree with the cloud, `ignore` works as if it had none. */
	readonly fileNormals?: "use" | "ignore";
	/** Where the scanners stood: `use` lets that say which side was seen and what space is free, `ignore` works as if the file did not tell. */
	readonly sensors?: "use" | "ignore";
	/** Moves each scan as a whole, by a small turn and shift, to where it fits the others, before anything else; the file stays as it is, and the report tells how far each was moved. */
	readonly alignScans?: boolean;
	/** Turns the surface inside out: an open scan has no outside. */
	readonly flip?: boolean;
	/** Also writes the points that the surface was made from, without outliers and with normals that face as it does, as a PLY beside the mesh: `mesh.ply.cloud.ply`. */
	readonly cleanedCloud?: boolean;
	/** Writes with every vertex of a PLY how sure it is: `uncertainty`, the standard deviation of its distance from the true surface in the unit of the file, and `guessed`, 1 where no point supports it. The report says it for the whole of the mesh in any case. */
	readonly trust?: boolean;
	/** How the surface is found: `default`, or `paper` for GridPull as published, for comparison. */
	readonly preset?: "default" | "paper";
	/** Steps of the preset `paper`. */
	readonly paperSteps?: number;
	/** Every random choice is keyed by it: same seed, same device, same bytes. */
	readonly seed?: number;
	/** Parts of the mesh that lie further than this from the points are left out, in the unit of the file: where they reach twice as far, or along a border; a pit of the surface stays. `gridpull finish` takes the points from `--cloud`. */
	readonly trim?: "none" | number;
	/** Pieces of the mesh that stay: `all`, the `largest`, or so many of the largest, by area. */
	readonly keep?: "all" | "largest" | number;
	/** Pieces of the mesh with less area are left out, in squared units of the file; of those, with `keep`, so many of the largest stay. */
	readonly keepArea?: "none" | number;
	/** Handles, which are bridges and tunnels, that are closed: those that a loop up to this length goes round, in the unit of the file; `auto` those of a run that its points say nothing of; `keep` none. */
	readonly handles?: "auto" | "keep" | number;
	/** Holes of the mesh that are closed with a guess of what was there: `none`, those up to a width in the unit of the file, or `all`, the outer border of an open surface among them. */
	readonly close?: "none" | "all" | number;
	/** Steps of smoothing that keep the volume of a closed mesh; 5 take what roughness can be seen. */
	readonly smooth?: number;
	/** How `smooth` goes: `even` everywhere alike, `edges` leaves sharp edges sharp, as machine parts and buildings have them, and takes more of the noise beside them. */
	readonly smoothKind?: "even" | "edges";
	/** Brings the triangles into better shape where they are slivers; the surface stays where it is. */
	readonly relax?: boolean;
	/** Triangles that are left: `none` leaves all, `10%` a share, `50000` a number. No more go than the shape allows. */
	readonly simplify?: "none" | `${number}%` | number;
	/** Leaves as few triangles as keep the surface within this distance, in the unit of the file; with `simplify` whichever leaves more. */
	readonly simplifyWithin?: "none" | number;
	/** Tests the mesh as `gridpull check` does and keeps what it found as `proof` in the report; `gridpull reconstruct` and `gridpull finish` write the certificate beside the mesh, `mesh.ply.certificate.json`. */
	readonly certify?: boolean;
	/** Pixels along a side of a texture: the colours of the points, and of a simplified mesh the relief that it had before, as pictures on its triangles. GLB keeps it, OBJ in files beside it. `gridpull finish` takes the points from `--cloud`. */
	readonly texture?: "none" | number;
	/** Which axis of the written mesh points up: `z`, as the points have it, or `y`, as animation programs and game engines expect it. A GLB is turned for all programs in any case. What is told of the mesh has z up. */
	readonly outputUp?: "z" | "y";
	/** What lengths of the written mesh are converted to, where `--unit` says what they are: `auto` converts to what the format is defined in (GLB metres, 3MF millimetres) and leaves others, `as-is` converts nothing. What is told of the mesh stays in its unit. */
	readonly outputUnit?: "auto" | "as-is" | "mm" | "cm" | "m" | "km" | "in" | "ft";
	/** Also writes how high the mesh is, seen from above, beside it: `mesh.ply.heights.tif`, in cells of this size, in the unit of the file; `auto` takes one that suits the triangles. Without data where no point was. */
	readonly heightRaster?: "none" | "auto" | number;
	/** Also writes lines of equal height beside the mesh, as `mesh.ply.contours.dxf` and `mesh.ply.contours.geojson`: so far apart in height, in the unit of the file; `auto` takes a round number up to a tenth of the range. */
	readonly contours?: "none" | "auto" | number;
}
export type FinishOptions = Pick<SurfaceOptions, "trim" | "keep" | "keepArea" | "handles" | "close" | "smooth" | "smoothKind" | "relax" | "simplify" | "simplifyWithin" | "certify" | "texture" | "outputUp" | "outputUnit" | "heightRaster" | "contours">;
export type MeshFormat = "ply" | "ply-ascii" | "obj" | "stl" | "glb" | "glb-compressed" | "3mf";
export interface Progress {
	readonly stage: StageName;
	/** Cells along the longest side of the level that is being solved. */
	readonly level?: number;
	/** Part of the whole that is done, 0…1; it never falls. */
	readonly share: number;
}
export interface SurfaceArrays {
	/** [3 × vertexCount] x y z, in the unit of the points, less `origin`. */
	readonly positions: Float32Array<ArrayBuffer>;
	/** [3 × triangleCount] indices of vertices, counter-clockwise as seen from outside. */
	readonly triangles: Uint32Array<ArrayBuffer>;
	/** [3 × vertexCount] unit length, outward. */
	readonly normals?: Float32Array<ArrayBuffer>;
	/** [3 × vertexCount] red green blue, 0…255, sRGB; of points that have colours. */
	readonly colors?: Uint8Array<ArrayBuffer>;
	/** [vertexCount] standard deviation of the distance to the true surface, in the unit of the points. */
	readonly uncertainties?: Float32Array<ArrayBuffer>;
	/** [vertexCount] 1 where no point says that there is a surface. */
	readonly guessed?: Uint8Array<ArrayBuffer>;
	/** Pictures on it and where each triangle lies in them, where the option `texture` asked for them; GLB keeps them. */
	readonly texture?: MeshTexture;
	/** What is to be added to `positions`: 0 0 0 but for coordinates too large for 32 bits. */
	readonly origin: Triple;
}
/** Formats that have a file of their own. */
export declare const MESH_FORMATS: readonly MeshFormat[];
export interface BytesOptions {
	readonly signal?: AbortSignal;
	/** PLY keeps how sure each vertex is, as the option `trust` of the command line has it. */
	readonly trust?: boolean;
	/**
	 * Told a sentence for each thing that the surface has and the format does not keep: a texture, say, for which OBJ
	 * takes other files.
	 */
	readonly onWarning?: (message: string) => void;
}
/**
 * The surface as a file, `await surfaceBytes(surface, 'glb')`: the bytes that the command line writes.
 * @throws ReconstructError `option-invalid` for a format that there is not, `mesh-format` for arrays that do not fit
 *   together
 */
export declare function surfaceBytes(surface: SurfaceArrays, format: MeshFormat, { signal, trust, onWarning }?: BytesOptions): Promise<Uint8Array<ArrayBuffer>>;
export interface Surface extends SurfaceArrays {
	/** What was found, what was done and how sure it is; plain data. */
	readonly report: RunReport;
	/**
	 * The points that the surface was made from, with normals that face as it does; where the option `cleanedCloud` asks
	 * for it.
	 */
	readonly cleaned?: PointArrays & {
		readonly origin: Triple;
	};
}
export interface FinishedSurface extends SurfaceArrays {
	readonly report: FinishReport;
}
export interface OpenOptions {
	/** Compute without the graphics card. */
	readonly software?: boolean;
	/** The most worker threads; by default one a core, at most eight. */
	readonly workers?: number;
}
/** The options of a run, of which each has a default that is found from the points, and how it is watched and ended. */
export interface RunOptions extends SurfaceOptions {
	/** Ends the run: it rejects with `signal.reason`. */
	readonly signal?: AbortSignal;
	/** What of a file is read. */
	readonly reading?: Reading;
	/** Is shown the surface of every level but the last while the next one is being solved. */
	readonly onPreview?: (surface: SurfaceArrays) => void;
}
/** A surface in the making: await it for the surface, iterate over `progress` to watch. */
export interface SurfaceRun extends Promise<Surface> {
	readonly progress: AsyncIterable<Progress>;
	/** Ends the run with the best surface so far. */
	stop(): void;
}
export interface Engine extends AsyncDisposable {
	/** Vendor, architecture and description of what computes. */
	readonly device: string;
	/** It is the processor: correct, and slow. */
	readonly isSoftware: boolean;
	/**
	 * @throws ReconstructError `cloud-…` for points without a surface, `option-invalid`, `gpu-…`; rejects with
	 *   `signal.reason`
	 */
	reconstruct(points: PointInput, options?: RunOptions): SurfaceRun;
	/** Keeps the largest piece, closes holes, smooths, relaxes, simplifies: whatever is asked for, in that order. */
	finish(surface: SurfaceArrays, options: FinishRequest): Promise<FinishedSurface>;
	/** What a printer asks: whether it is closed, oriented and without self-intersections, and where it is not. */
	check(surface: SurfaceArrays, options?: {
		readonly signal?: AbortSignal;
	}): Promise<MeshCheck>;
	/** Ends the workers and the device. */
	close(): Promise<void>;
}
export interface FinishRequest extends FinishOptions {
	readonly signal?: AbortSignal;
	/** The points, for `trim` and for the colours of a texture. */
	readonly points?: PointInput;
}
/**
 * A device with its workers, for several runs one after the other: kernels are compiled once.
 * @throws ReconstructError `gpu-unavailable` with what mends it
 */
export declare function openEngine(options?: OpenOptions): Promise<Engine>;
/** A single run: opens a device, computes, and closes it. */
export declare function reconstruct(points: PointInput, options?: RunOptions & OpenOptions): SurfaceRun;
/** A cloud of any format that GridPull reads, for several runs of it. Needs no device. */
export declare function readPoints(points: PointInput, { signal, ...reading }?: Reading & {
	readonly signal?: AbortSignal;
}): Promise<PointCloud>;

export {};
