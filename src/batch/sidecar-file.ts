/**
 * Reads and writes sidecars. What is read was written by this program at some time, or by none: a file that does not
 * hold all that a sidecar of this version does counts as no sidecar, and its cloud as one that was never computed.
 */
import * as z from 'zod';
import { MESH_FORMATS, type MeshFault, OPTIONS, UNITS } from '../engine/vocabulary.ts';
import { JOB_SCHEMA } from './job-file.ts';
import { SIDECAR_OPTIONS } from './option-fields.ts';
import { type Sidecar, SIDECAR_VERSION } from './sidecar.ts';

const text = z.string();
const number = z.number();
const count = z.int().min(0);
const triple = z.tuple([number, number, number]);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const POINTS = z.looseObject({
  inFile: count,
  used: count,
  notFinite: count,
  removed: count.optional(),
  cropped: count.optional(),
  duplicate: count,
  far: count,
  outlier: count,
});

const TOPOLOGY = z.looseObject({
  vertices: count,
  edges: count,
  triangles: count,
  degenerateTriangles: count,
  components: count,
  largestComponentShare: number,
  boundaryEdges: count,
  nonManifoldEdges: count,
  inconsistentEdges: count,
  nonManifoldVertices: count,
  boundaryLoops: count,
  // Sidecars of before have none.
  outerBorders: count.default(0),
  watertight: z.boolean(),
  orientationConsistent: z.boolean(),
  eulerCharacteristic: number,
  genus: number.nullable(),
  area: number,
  signedVolume: number,
});

const HOLES = z.looseObject({
  closed: count,
  open: count,
  // Reports of older versions counted them with the open holes.
  borders: count.default(0),
  areaGuessed: number,
  list: z.array(
    z.looseObject({
      id: count.nullable(),
      state: z.enum(['closed', 'open']),
      reason: z.enum(['solid', 'thinning', 'radius', 'sheet', 'web', 'wide', 'asked', 'border']),
      area: number,
      length: number,
      width: number,
      centre: triple,
    }),
  ),
});

const HANDLES = z.looseObject({
  genusFound: number.nullable(),
  closed: count,
  left: count,
  list: z.array(
    z.looseObject({
      state: z.enum(['closed', 'left']),
      reason: z.enum(['strand', 'rim', 'tangled', 'meets-surface']).nullable(),
      length: number,
      centre: triple,
    }),
  ),
});

const TRUST = z.looseObject({
  median: number.nullable(),
  percentile95: number.nullable(),
  areaGuessed: number,
  shareGuessed: number,
  places: z.array(z.looseObject({ area: number, centre: triple, min: triple, max: triple })),
});

const FAULTS = {
  'not-finite': 'not-finite',
  open: 'open',
  'non-manifold-edges': 'non-manifold-edges',
  'non-manifold-vertices': 'non-manifold-vertices',
  inconsistent: 'inconsistent',
  'inside-out': 'inside-out',
  degenerate: 'degenerate',
  duplicate: 'duplicate',
  'self-intersecting': 'self-intersecting',
  thin: 'thin',
  'too-large': 'too-large',
} as const satisfies { readonly [Fault in MeshFault]: Fault };

const PROOF = z.looseObject({
  triangles: count,
  vertices: count,
  unusedVertices: count,
  mergedVertices: count,
  components: count,
  genus: number.nullable(),
  isClosed: z.boolean(),
  rims: z.looseObject({
    count,
    outer: count.default(0),
    edges: count,
    length: number,
    longest: z.array(z.looseObject({ edges: count, length: number, isOuter: z.boolean().default(false) })),
  }),
  nonManifoldEdges: count,
  nonManifoldVertices: count,
  inconsistentEdges: count,
  notFiniteTriangles: count,
  degenerateTriangles: count,
  duplicateTriangles: count,
  selfIntersections: z.looseObject({ pairs: count, isComplete: z.boolean(), places: z.array(triple) }),
  area: number,
  volume: number.nullable(),
  isInsideOut: z.boolean(),
  min: triple,
  max: triple,
  // A run measures neither.
  thickness: z.null(),
  buildVolume: z.null(),
  faults: z.array(z.enum(FAULTS)),
  isReadyToPrint: z.boolean(),
});

const REPORT = z.looseObject({
  preset: z.enum(OPTIONS.preset.kind.choices),
  device: text,
  seed: count,
  points: POINTS,
  shift: triple,
  crs: z.exactOptional(
    z.looseObject({
      epsg: z.exactOptional(number),
      name: z.exactOptional(text),
      wkt: z.exactOptional(text),
      geotiff: z.exactOptional(z.record(z.string(), z.union([number, text]))),
    }),
  ),
  placement: z.exactOptional(
    z.looseObject({
      matrix: z.array(number).length(16),
      up: triple,
      turn: triple,
      scale: number,
      unit: z.enum(UNITS).nullable(),
      onGround: z.boolean(),
    }),
  ),
  spacing: number,
  noise: number,
  resolution: number,
  voxel: number,
  holeRadius: number,
  resolutionReason: text,
  // Reports of older versions say nothing of it.
  coarse: z
    .looseObject({ cause: z.enum(['requested', 'memory', 'limit']), enough: number })
    .nullable()
    .default(null),
  stoppedEarly: z.boolean(),
  // Reports of older versions know no tiles.
  tiles: z.int().nonnegative().default(0),
  resumedAt: number.nullable(),
  // Reports of older versions know no scan lines.
  lineGap: number.nullable().default(null),
  usedFileNormals: z.boolean(),
  // Reports of older versions say nothing of what decided the sides.
  sides: z
    .looseObject({
      evidence: z.enum(['sensors', 'file', 'inside', 'density', 'closed', 'open']).nullable(),
      knownSensors: count,
      usedSensors: count,
      // Reports of older versions do not count them.
      foundPlaces: count.default(0),
      isDoubtful: z.boolean(),
    })
    .default({ evidence: null, knownSensors: 0, usedSensors: 0, foundPlaces: 0, isDoubtful: false }),
  // Nor of regions of noise, nor of layers.
  noiseRegions: z.looseObject({ noise: number, share: number }).nullable().default(null),
  layers: z.looseObject({ offset: number, share: number }).nullable().default(null),
  // Nor of aligned scans.
  alignment: z
    .looseObject({
      isApplied: z.boolean(),
      before: number,
      after: number,
      scans: z.array(
        z.looseObject({
          name: text,
          state: z.enum(['reference', 'moved', 'kept', 'apart']),
          rotationDegrees: number,
          shift: number,
          heldMotions: count,
          matrix: z.array(number),
        }),
      ),
    })
    .nullable()
    .default(null),
  topology: TOPOLOGY,
  // Reports of older versions name no holes.
  holes: HOLES.default({ closed: 0, open: 0, borders: 0, areaGuessed: 0, list: [] }),
  // Nor handles.
  handles: HANDLES.default({ genusFound: null, closed: 0, left: 0, list: [] }),
  // Nor how sure the mesh is.
  trust: TRUST.nullable().default(null),
  proof: z.exactOptional(PROOF),
  trimmedTriangles: count,
  droppedComponents: count,
  stages: z.array(z.looseObject({ name: text, durationMs: number, gpuBytes: number })),
  totalMs: number,
  peakGpuBytes: number,
  warnings: z.array(text),
});

const RESULT = z.looseObject({
  report: REPORT,
  fit: z
    .looseObject({
      mean: number,
      median: number.optional(),
      percentile95: number,
      max: number,
      lost: z.looseObject({ count: number, beyond: number }).optional(),
    })
    .nullable(),
  times: z.looseObject({
    read: number,
    reconstruct: number,
    measure: number,
    draw: number,
    write: number,
    total: number,
  }),
  peakMemoryBytes: number.nullable(),
});

/** Loose where a later program may have more to tell. The type holds it to what the engine reports. */
const SIDECAR: z.ZodType<Sidecar> = z.looseObject({
  gridpullReport: z.literal(SIDECAR_VERSION),
  state: z.enum(['done', 'failed']),
  input: z.looseObject({ path: text, bytes: count, sha256: sha256.nullable() }),
  output: z.looseObject({
    path: text,
    format: z.enum(MESH_FORMATS),
    bytes: count.nullable(),
    sha256: sha256.nullable(),
  }),
  options: z.looseObject(SIDECAR_OPTIONS),
  version: text,
  device: text.nullable(),
  finishedAt: z.iso.datetime(),
  result: RESULT.nullable(),
  error: z.looseObject({ code: text, message: text }).nullable(),
  warnings: z.array(text),
  job: JOB_SCHEMA,
});

/** Null for text that is no sidecar. */
export function parseSidecar(sidecarText: string): Sidecar | null {
  let json: unknown;
  try {
    json = JSON.parse(sidecarText);
  } catch {
    return null;
  }
  const parsed = SIDECAR.safeParse(json);
  if (!parsed.success) return null;
  const sidecar = parsed.data;
  const isWhole = sidecar.state === 'done' ? sidecar.result && sidecar.output.sha256 : sidecar.error;
  return isWhole ? sidecar : null;
}

/** Pretty JSON with a line's end. */
export function formatSidecar(sidecar: Sidecar): string {
  return `${JSON.stringify(sidecar, null, 2)}\n`;
}
