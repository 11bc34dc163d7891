/**
 * Every operation of finish over a surface, and the proof of what comes out: no triangles through one another, no edge
 * of three, no vertex in which surfaces only touch, and nothing else that the surface did not have before.
 */
import type { PointCloud } from '../../src/engine/cloud/point-cloud.ts';
import { finishSurface, type FinishOptions } from '../../src/engine/finish/finish-surface.ts';
import { proveMesh } from '../../src/engine/finish/check/prove-mesh.ts';
import type { MeshCheck, MeshFault } from '../../src/engine/finish/check/mesh-check.ts';
import { ReconstructError } from '../../src/engine/errors.ts';
import type { TaskHost } from '../../src/engine/host/host.ts';
import type { TriangleMesh } from '../../src/engine/mesh/triangle-mesh.ts';
import { DEFAULTS } from '../../src/engine/options.ts';
import { quietContext } from '../run-context.ts';
import { Dice } from './dice.ts';
import { surfaceOf } from './surfaces.ts';

export interface Failure {
  readonly seed: number;
  readonly surface: string;
  readonly options: Partial<FinishOptions>;
  /** What is wrong with the result. */
  readonly what: string;
}

export interface Proof {
  readonly seed: number;
  readonly surface: string;
  /** Results that were proved. */
  readonly proved: number;
  /** Why nothing was tried; null where it was. */
  readonly skipped: string | null;
  readonly failures: readonly Failure[];
}

/** No operation may bring any of these in; `open` and `inside-out` depend on the surface. */
export const NEVER: readonly MeshFault[] = [
  'not-finite',
  'non-manifold-edges',
  'non-manifold-vertices',
  'inconsistent',
  'degenerate',
  'duplicate',
  'self-intersecting',
];
/** Of a surface that has these to begin with nothing can be asked. */
const NOT_TRIED: readonly MeshFault[] = NEVER.filter((fault) => fault !== 'non-manifold-vertices');

/**
 * @param seed a whole number from 0 on: of the surface and of the options
 * @param operation only what has this option; left out: all
 */
export async function proveSurface(seed: number, host: TaskHost, operation?: keyof FinishOptions): Promise<Proof> {
  const { name, mesh } = surfaceOf(seed);
  const surface = `${seed}: ${name}`;
  const input: TriangleMesh = { positions: Float32Array.from(mesh.positions), indices: mesh.indices, shift: [0, 0, 0] };
  const skip = (skipped: string): Proof => ({ seed, surface, proved: 0, skipped, failures: [] });
  if (mesh.indices.length < 3 * LEAST_TRIANGLES) return skip('too few triangles');
  const before = await proveMesh(input, host, quietContext);
  const faults = before.faults.filter((fault) => NOT_TRIED.includes(fault));
  if (faults.length > 0) return skip(`${faults.join(', ')} as it was made`);
  return {
    ...skip(''),
    skipped: null,
    ...(await proveOperations({ seed, surface, mesh: input, before }, host, operation)),
  };
}

export interface ProvedMesh {
  /** Of the options. */
  readonly seed: number;
  /** What it is, for people. */
  readonly surface: string;
  readonly mesh: TriangleMesh;
  readonly before: MeshCheck;
  /** The points that it was made from: without them nothing is trimmed. */
  readonly cloud?: PointCloud;
}

/** Runs each operation over the mesh, and some of them together. */
export async function proveOperations(
  { seed, surface, mesh, before, cloud }: ProvedMesh,
  host: TaskHost,
  operation?: keyof FinishOptions,
): Promise<Pick<Proof, 'proved' | 'failures'>> {
  const failures: Failure[] = [];
  let proved = 0;
  for (const options of optionsOf(new Dice(seed + 0x5eed), before, cloud !== undefined)) {
    if (operation !== undefined && !(operation in options)) continue;
    const what = await wrongIn(mesh, before, options, host, cloud);
    proved++;
    if (what !== null) failures.push({ seed, surface, options, what });
  }
  return { proved, failures };
}

const LEAST_TRIANGLES = 20;

/** Each operation by itself, and some together. */
function optionsOf(dice: Dice, { min, max }: MeshCheck, hasPoints: boolean): Partial<FinishOptions>[] {
  const size = Math.hypot(...max.map((high, axis) => high - min[axis]!));
  const alone: Partial<FinishOptions>[] = [
    { keep: dice.pick(['largest', 2] as const) },
    { close: 'all' },
    { close: size * dice.between(0.02, 0.5) },
    { smooth: dice.pick([1, 3, 10, 50]) },
    { relax: true },
    { simplify: dice.pick(['50%', '20%', '5%', 100] as const) },
    { simplifyWithin: size * 10 ** dice.between(-4, -1) },
  ];
  // Drawn after the others, so that a number goes on meaning the same options.
  const together = alone.filter(() => dice.chance(0.5)).reduce((all, options) => ({ ...all, ...options }), {});
  const more: Partial<FinishOptions>[] = [
    { smooth: dice.pick([2, 5]), smoothKind: 'edges' },
    { handles: size * dice.between(0.05, 0.5) },
    { keepArea: size ** 2 * 10 ** dice.between(-4, -1) },
  ];
  const trimmed = { trim: size * dice.between(0.005, 0.05), close: 'all' as const };
  return [...alone, { ...together, relax: true }, ...more, ...(hasPoints ? [trimmed] : [])];
}

/** Null where nothing is. */
async function wrongIn(
  input: TriangleMesh,
  before: MeshCheck,
  options: Partial<FinishOptions>,
  host: TaskHost,
  cloud?: PointCloud,
): Promise<string | null> {
  try {
    const { mesh, report } = await finishSurface(input, { ...DEFAULTS, ...options }, host, quietContext, cloud);
    const after = await proveMesh(mesh, host, quietContext);
    const found = faultsOf(after);
    if (before.isClosed && !after.isClosed && options.trim === undefined)
      found.push(`${after.rims.count} rims of a closed surface`);
    if (options.close === 'all' && report.holes?.left.length === 0 && !after.isClosed) found.push('not closed');
    if (!before.isInsideOut && before.isClosed && after.isInsideOut) found.push('inside out');
    return found.length > 0 ? found.join('; ') : null;
  } catch (error) {
    if (error instanceof ReconstructError) return null;
    return `ends with ${String(error)}`;
  }
}

/** What no result may have, with counts and a place. */
export function faultsOf(check: MeshCheck): string[] {
  return check.faults.filter((fault) => NEVER.includes(fault)).map((fault) => describe(fault, check));
}

function describe(fault: MeshFault, { selfIntersections, ...check }: MeshCheck): string {
  const counts: Partial<Record<MeshFault, number>> = {
    'self-intersecting': selfIntersections.pairs,
    'non-manifold-edges': check.nonManifoldEdges,
    'non-manifold-vertices': check.nonManifoldVertices,
    inconsistent: check.inconsistentEdges,
    degenerate: check.degenerateTriangles,
    duplicate: check.duplicateTriangles,
  };
  const place = fault === 'self-intersecting' ? ` near ${selfIntersections.places[0]?.join(' ') ?? ''}` : '';
  return `${fault} (${counts[fault] ?? ''}${place})`;
}
