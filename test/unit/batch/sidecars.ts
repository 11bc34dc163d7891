/** Items, results and sidecars as a batch would make them, for tests that do not compute. */
import type { BatchItem } from '../../../src/batch/item.ts';
import type { FinishedItem } from '../../../src/batch/runner.ts';
import type { ItemResult } from '../../../src/batch/sidecar.ts';
import { checkMesh } from '../../../src/engine/finish/check/check-mesh.ts';
import { INLINE_TASKS } from '../../../src/engine/host/inline-host.ts';
import { DEFAULTS } from '../../../src/engine/options.ts';
import { quietContext } from '../../run-context.ts';
import { cube } from '../../shapes/faulty-meshes.ts';
import { sha256 } from './memory-folders.ts';

export function itemOf(changes: Partial<BatchItem> = {}): BatchItem {
  return {
    index: 0,
    input: 'statue.xyz',
    inputBytes: 5,
    output: 'statue.ply',
    format: 'ply',
    options: DEFAULTS,
    ...changes,
  };
}

export function finishedOf(changes: Partial<FinishedItem> = {}): FinishedItem {
  return {
    inputSha256: sha256('cloud'),
    outputSha256: sha256('mesh'),
    outputBytes: 4,
    device: 'a test',
    result: RESULT,
    warnings: ['a warning'],
    ...changes,
  };
}

export const RESULT: ItemResult = {
  report: {
    preset: 'default',
    device: 'a test',
    seed: 1,
    points: { inFile: 10, used: 9, notFinite: 1, duplicate: 0, far: 0, outlier: 0 },
    shift: [1e6, 0, -3.5],
    spacing: 0.01,
    noise: 0.001,
    resolution: 256,
    voxel: 0.004,
    holeRadius: 0.06,
    resolutionReason: 'the spacing of the points',
    coarse: null,
    stoppedEarly: false,
    tiles: 0,
    resumedAt: null,
    lineGap: null,
    usedFileNormals: false,
    sides: { evidence: 'closed', knownSensors: 0, usedSensors: 0, foundPlaces: 0, isDoubtful: false },
    noiseRegions: null,
    layers: null,
    alignment: null,
    topology: {
      vertices: 8,
      edges: 18,
      triangles: 12,
      degenerateTriangles: 0,
      components: 1,
      largestComponentShare: 1,
      boundaryEdges: 0,
      nonManifoldEdges: 0,
      inconsistentEdges: 0,
      nonManifoldVertices: 0,
      boundaryLoops: 0,
      outerBorders: 0,
      watertight: true,
      orientationConsistent: true,
      eulerCharacteristic: 2,
      genus: 0,
      area: 6,
      signedVolume: 1,
    },
    holes: { closed: 0, open: 0, borders: 0, areaGuessed: 0, list: [] },
    handles: { genusFound: 0, closed: 0, left: 0, list: [] },
    trust: {
      median: 0.002,
      percentile95: 0.01,
      areaGuessed: 0.3,
      shareGuessed: 0.05,
      places: [{ area: 0.3, centre: [1e6, 0.5, 0], min: [1e6, 0.4, 0], max: [1e6, 0.6, 0] }],
    },
    trimmedTriangles: 0,
    droppedComponents: 0,
    stages: [{ name: 'prepare', durationMs: 12.5, gpuBytes: 0 }],
    totalMs: 1234.5,
    peakGpuBytes: 4096,
    warnings: [],
  },
  fit: { mean: 0.001, percentile95: 0.002, max: 0.01 },
  times: { read: 1, reconstruct: 1234.5, measure: 3, draw: 4, write: 5, total: 1250 },
  peakMemoryBytes: null,
};

/** Of a sound cube. */
export const PROOF = await checkMesh(cube(0, 0, 0, 1), {}, INLINE_TASKS, quietContext);
