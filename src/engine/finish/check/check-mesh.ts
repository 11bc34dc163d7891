/**
 * The proof of a mesh: whether it is closed, manifold, of one sense, free of degenerate triangles and of
 * self-intersections (by exact predicates), and where asked for, thick and small enough. One million triangles take
 * about 4 s of one core, of which 2 s go to all workers.
 */
import { ReconstructError } from '../../errors.ts';
import type { RunContext } from '../../events.ts';
import type { TaskHost } from '../../host/host.ts';
import { runSteps } from '../../host/steps.ts';
import type { Triple } from '../../math/triple.ts';
import { growBoxedTree } from '../../mesh/overlapping-pairs.ts';
import { type DetailedTopology, detailedTopologySteps, type MeshTopology } from '../../mesh/topology.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import {
  type BuildVolumeCheck,
  faultsOf,
  fitsInto,
  type MeshCheck,
  MOST_LISTED,
  type ThicknessCheck,
} from './mesh-check.ts';
import { findSelfIntersections, type SelfIntersections, type TestedMesh } from './self-intersections.ts';
import { thicknessSteps } from './thickness.ts';
import { type UsableMesh, usableMeshSteps } from './usable-mesh.ts';

export interface CheckOptions {
  /** Measures how much of the surface has the other side closer than this, world unit, above 0. */
  readonly thinnerThan?: number;
  /** Rays of that measurement, 1…20 million. */
  readonly samples: number;
  /** Of those rays. */
  readonly seed: number;
  /** The space of a printer along x, y, z, world unit, each above 0. */
  readonly buildVolume?: Triple;
}

export const CHECK_DEFAULTS: CheckOptions = Object.freeze({ samples: 50_000, seed: 1 });

/** As in `compare.ts`: above this the samples alone take over a gigabyte. */
const MAX_SAMPLES = 20_000_000;

// Shares of the time at which progress stands after each part, of 1M triangles on two cores.
const AFTER_TOPOLOGY = 0.4;
const AFTER_TREE = 0.65;
const AFTER_PAIRS = 0.95;

/**
 * @throws ReconstructError `option-invalid` for options out of range, `mesh-format` for a mesh without a triangle of
 *   finite corners; rejects with `context.signal.reason` when aborted
 */
export async function checkMesh(
  mesh: WorldMesh,
  options: Partial<CheckOptions>,
  host: TaskHost,
  context: RunContext,
): Promise<MeshCheck> {
  const { thinnerThan, buildVolume, samples, seed } = checkOptions({ ...CHECK_DEFAULTS, ...options });
  const { signal, pause } = context;
  const tell = (share: number): void => context.onEvent({ type: 'progressed', stage: 'check', share });
  context.onEvent({ type: 'stage-started', stage: 'check' });
  const usable = await runSteps(usableMeshSteps(mesh), signal, pause);
  const detailed = await runSteps(detailedTopologySteps(usable.centred, usable.indices), signal, pause);
  const { topology } = detailed;
  tell(AFTER_TOPOLOGY);
  // By the scaled mesh: the volume of a very small one has no number.
  const isInsideOut = isBody(topology) && topology.signedVolume < 0;
  let found: SelfIntersections = { pairs: new Uint32Array(0), isComplete: true };
  let thickness: ThicknessCheck | null = null;
  if (usable.open.length > 0) {
    const [positions, indices] = [usable.scaled, usable.open];
    const tested = { positions, indices, tree: await growBoxedTree(positions, indices, host, signal) };
    tell(AFTER_TREE);
    found = await findSelfIntersections(tested, host, context, (share) =>
      tell(AFTER_TREE + share * (AFTER_PAIRS - AFTER_TREE)),
    );
    if (thinnerThan !== undefined) {
      const measured = { thinnerThan, samples, seed, isInsideOut };
      thickness = await measureThickness(tested, usable.scale, measured, signal);
    }
  }
  tell(1);
  const fits = buildVolume ? { size: buildVolume, fits: fitsInto(usable.min, usable.max, buildVolume) } : null;
  return verdictOf(usable, { ...detailed, isInsideOut, found, thickness, fits });
}

interface Findings extends DetailedTopology {
  readonly isInsideOut: boolean;
  readonly found: SelfIntersections;
  readonly thickness: ThicknessCheck | null;
  readonly fits: BuildVolumeCheck | null;
}

function verdictOf(usable: UsableMesh, findings: Findings): MeshCheck {
  const { topology, duplicateTriangles, isInsideOut, found, thickness, fits } = findings;
  const { triangles, ...counts } = usable.counts;
  const { scale } = usable;
  const rims = findings.rims.map((rim) => ({ ...rim, length: rim.length / scale }));
  const { vertices, components, genus, nonManifoldEdges, nonManifoldVertices, inconsistentEdges } = topology;
  const figures = {
    triangles,
    vertices,
    ...counts,
    duplicateTriangles,
    components,
    genus,
    isClosed: topology.boundaryEdges === 0,
    rims: {
      count: rims.length,
      outer: rims.filter(({ isOuter }) => isOuter).length,
      edges: topology.boundaryEdges,
      length: rims.reduce((sum, { length }) => sum + length, 0),
      longest: rims.toSorted((a, b) => b.length - a.length || b.edges - a.edges).slice(0, MOST_LISTED),
    },
    nonManifoldEdges,
    nonManifoldVertices,
    inconsistentEdges,
    selfIntersections: {
      pairs: found.pairs.length / 2,
      isComplete: found.isComplete,
      places: placesOf(found.pairs.subarray(0, 2 * MOST_LISTED), usable),
    },
    area: topology.area / scale / scale,
    volume: isBody(topology) ? topology.signedVolume / scale / scale / scale : null,
    isInsideOut,
    min: usable.min,
    max: usable.max,
    thickness,
    buildVolume: fits,
  };
  const faults = faultsOf(figures);
  return { ...figures, faults, isReadyToPrint: faults.length === 0 };
}

/** Whether the surface has an inside. */
function isBody({ watertight, orientationConsistent }: MeshTopology): boolean {
  return watertight && orientationConsistent;
}

async function measureThickness(
  mesh: TestedMesh,
  scale: number,
  options: { thinnerThan: number; samples: number; seed: number; isInsideOut: boolean },
  signal: AbortSignal,
): Promise<ThicknessCheck> {
  const { thinnerThan, samples, seed } = options;
  const measured = { ...options, thinnerThan: thinnerThan * scale };
  const { share, thinnest } = await runSteps(thicknessSteps(mesh, measured), signal);
  const inWorld = thinnest && {
    thickness: thinnest.thickness / scale,
    place: toTriple((axis) => thinnest.place[axis]! / scale),
  };
  return { thinnerThan, share, samples, seed, thinnest: inWorld };
}

function placesOf(pairs: Uint32Array, { scaled, open, scale }: UsableMesh): Triple[] {
  const corners = (triangle: number, axis: number): number[] =>
    [0, 1, 2].map((corner) => scaled[3 * open[3 * triangle + corner]! + axis]! / scale);
  return Array.from({ length: pairs.length / 2 }, (_, i) =>
    toTriple((axis) => {
      const [one, other] = [corners(pairs[2 * i]!, axis), corners(pairs[2 * i + 1]!, axis)];
      const low = Math.max(Math.min(...one), Math.min(...other));
      const high = Math.min(Math.max(...one), Math.max(...other));
      return low / 2 + high / 2;
    }),
  );
}

function toTriple(along: (axis: number) => number): Triple {
  return [along(0), along(1), along(2)];
}

function checkOptions(options: CheckOptions): CheckOptions {
  const { thinnerThan, samples, seed, buildVolume } = options;
  const refuse = (option: string, value: number | string, wanted: string): never => {
    throw new ReconstructError('option-invalid', `${option} is ${value}; give ${wanted}.`, { option, value });
  };
  const isLength = (value: number): boolean => Number.isFinite(value) && value > 0;
  if (thinnerThan !== undefined && !isLength(thinnerThan)) refuse('thinnerThan', thinnerThan, 'a length above 0');
  if (buildVolume !== undefined && !(buildVolume.length === 3 && buildVolume.every(isLength))) {
    refuse('buildVolume', buildVolume.join(', '), 'three lengths above 0');
  }
  if (!Number.isInteger(samples) || samples < 1 || samples > MAX_SAMPLES) {
    refuse('samples', samples, `a whole number from 1 to ${MAX_SAMPLES}`);
  }
  if (!Number.isSafeInteger(seed) || seed < 0) refuse('seed', seed, 'a whole number from 0 to 2^53 − 1');
  return options;
}
