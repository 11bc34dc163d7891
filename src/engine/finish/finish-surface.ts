/**
 * What is done to a mesh after it was found, in this order: what lies far from the points is trimmed, pieces are left
 * out, handles and holes closed, the surface smoothed, its triangles relaxed, and simplified. Each is asked for by an
 * option; without any the mesh stays as it is, byte by byte.
 */
import type { PointCloud } from '../cloud/point-cloud.ts';
import { ReconstructError } from '../errors.ts';
import type { RunContext } from '../events.ts';
import type { TaskHost } from '../host/host.ts';
import { runSteps } from '../host/steps.ts';
import { refuseBadNumberSteps } from '../mesh/corner-table.ts';
import { distinctTriangleSteps } from '../mesh/distinct-triangles.ts';
import { partFanSteps } from '../mesh/part-fans.ts';
import { measureDistances } from '../measure/fit.ts';
import { vertexNormalSteps } from '../mesh/normals.ts';
import { rimSteps } from '../mesh/rims.ts';
import { surfaceArea } from '../mesh/triangle-area.ts';
import type { TriangleMesh } from '../mesh/triangle-mesh.ts';
import type { WorldMesh } from '../mesh/world-mesh.ts';
import { shareOf } from '../option-kinds.ts';
import { carryColours } from './carry-colours.ts';
import { carryTrust } from './carry-trust.ts';
import { closeSoundly } from './fill/close-soundly.ts';
import { nestedRimSteps } from './fill/nested-rims.ts';
import type { FinishOptions } from './finish-options.ts';
import { finishMemory, type FinishSize, refuseBeyondMemory } from './finish-memory.ts';
import type { FinishReport } from './finish-report.ts';
import { closeHandles } from './handles/close-handles.ts';
import { keepPieceSteps } from './pieces.ts';
import { relaxMesh } from './relax/relax-mesh.ts';
import { exactMeetings } from './simplify/exact-meetings.ts';
import { type SimplifiedMesh, simplifyMesh, type SimplifyTarget } from './simplify/simplify-mesh.ts';
import { smoothKeepingEdges } from './smooth-edges.ts';
import { smoothSoundly } from './smooth-soundly.ts';
import { textureMesh, textureRefusal } from './texture/texture-mesh.ts';
import { trimBeyond } from './trim-beyond.ts';
import { trimLengthsOf } from './trim-lengths.ts';

export type { FinishOptions };

export interface FinishedSurface {
  readonly mesh: TriangleMesh;
  readonly report: FinishReport;
  /** What the mesh was simplified from, in its space; not there where it was not. */
  readonly fine?: WorldMesh;
}

/** Whether anything is to be done. */
export function isFinishing(options: FinishOptions): boolean {
  return (
    options.trim !== 'none' ||
    options.keep !== 'all' ||
    options.keepArea !== 'none' ||
    typeof options.handles === 'number' ||
    options.close !== 'none' ||
    options.smooth > 0 ||
    options.relax ||
    options.simplify !== 'none' ||
    options.simplifyWithin !== 'none' ||
    options.texture !== 'none'
  );
}

/**
 * The mesh is not changed. Lengths are in the unit of its positions.
 *
 * @param cloud the points that it was made from, for those operations that ask how far they are
 * @throws ReconstructError `mesh-format` for a mesh that an operation cannot take, `option-invalid` for one that needs
 *   a cloud
 *   that is not there, or more memory than there is; rejects with `context.signal.reason`
 */
export async function finishSurface(
  mesh: TriangleMesh,
  options: FinishOptions,
  host: TaskHost,
  context: RunContext,
  cloud?: PointCloud,
): Promise<FinishedSurface> {
  if (!isFinishing(options)) return { mesh, report: {} };
  await runSteps(refuseBadNumberSteps(mesh.positions, mesh.indices), context.signal, context.pause);
  sayMemory(options, { triangles: mesh.indices.length / 3, points: (cloud?.positions.length ?? 0) / 3 }, host, context);
  const trimmed = await trim(mesh, options, host, context, cloud);
  const { fine, ...finished } = await finishTrimmed(trimmed.mesh, options, host, context);
  const report = { ...trimmed.report, ...finished.report };
  const relief = fine && { fine };
  if (options.texture === 'none') return { mesh: finished.mesh, report, ...relief };
  const input = { mesh: finished.mesh, pixels: options.texture, ...relief, ...(cloud && { cloud }) };
  const refusal = textureRefusal(input);
  if (refusal !== null) {
    // What was done before it is not lost.
    context.onEvent({ type: 'warning', message: refusal });
    return { mesh: finished.mesh, report, ...relief };
  }
  const made = await textureMesh(input, host, context);
  return { mesh: { ...finished.mesh, texture: made.texture }, report: { ...report, texture: made.report }, ...relief };
}

/** Before anything begins: what the dearest operation takes, as the metric `finish memory bytes`. */
function sayMemory(options: FinishOptions, size: FinishSize, host: TaskHost, context: RunContext): void {
  const need = finishMemory(options, size);
  if (!need) return;
  if (host.memoryBytes !== undefined) refuseBeyondMemory(need, size, host.memoryBytes);
  context.onEvent({ type: 'metric', name: 'finish memory bytes', value: need.bytes });
}

async function trim(
  mesh: TriangleMesh,
  options: FinishOptions,
  host: TaskHost,
  context: RunContext,
  cloud: PointCloud | undefined,
): Promise<FinishedSurface> {
  if (options.trim === 'none') return { mesh, report: {} };
  if (!cloud) throw new ReconstructError('option-invalid', 'trim goes by the points; say which with --cloud', {});
  const distances = await measureDistances(cloud, mesh, host, context);
  const lengths = await trimLengthsOf(mesh, distances, context);
  const trimmed = await trimBeyond(mesh, lengths, options.trim, context);
  const area = surfaceArea(mesh.positions, mesh.indices) - surfaceArea(trimmed.positions, trimmed.indices);
  return {
    mesh: trimmed,
    report: { trimmed: { triangles: (mesh.indices.length - trimmed.indices.length) / 3, area } },
  };
}

async function finishTrimmed(
  mesh: TriangleMesh,
  options: FinishOptions,
  host: TaskHost,
  context: RunContext,
): Promise<FinishedSurface> {
  const { indices, degenerate, duplicates } = await runSteps(distinctTriangleSteps(mesh.indices), context.signal);
  sayLeftOut(degenerate, duplicates, context);
  const local: WorldMesh = { positions: Float64Array.from(mesh.positions), indices };
  const finishing = new Finishing(options, host, context);
  const { shaped, report } = await finishing.run(local);
  if (shaped.indices.length === 0) {
    throw new ReconstructError('mesh-format', 'nothing of the mesh is left; ask for less', {});
  }
  const positions = Float32Array.from(shaped.positions);
  const normals = await runSteps(vertexNormalSteps(positions, shaped.indices), context.signal, context.pause);
  const colors =
    mesh.colors && (await runSteps(carryColours(local, mesh.colors, shaped), context.signal, context.pause));
  const trust = mesh.trust && (await runSteps(carryTrust(local, mesh.trust, shaped), context.signal, context.pause));
  const carried = { ...(colors && { colors }), ...(trust && { trust }) };
  const finished = { positions, indices: shaped.indices, normals, shift: mesh.shift, ...carried };
  return { mesh: finished, report, ...(finishing.unsimplified && { fine: finishing.unsimplified }) };
}

function sayLeftOut(degenerate: number, duplicates: number, context: RunContext): void {
  if (degenerate + duplicates === 0) return;
  const kinds = `${duplicates} that an earlier one is the same as, ${degenerate} that name a vertex twice`;
  context.onEvent({ type: 'warning', message: `Triangles left out: ${kinds}.` });
}

interface Shaped {
  readonly shaped: WorldMesh;
  readonly report: FinishReport;
}

/** The operations one after the other, each with what it reports. */
class Finishing {
  readonly #options: FinishOptions;
  readonly #host: TaskHost;
  readonly #context: RunContext;
  /** What was simplified, as it was before. */
  unsimplified: WorldMesh | undefined;

  constructor(options: FinishOptions, host: TaskHost, context: RunContext) {
    this.#options = options;
    this.#host = host;
    this.#context = context;
  }

  async run(mesh: WorldMesh): Promise<Shaped> {
    // All that follow take a surface whose parts do not touch.
    let shaped: WorldMesh = await this.#steps(partFanSteps(mesh.positions, mesh.indices));
    let report: FinishReport = {};
    const steps = [
      (mesh: WorldMesh) => this.#keep(mesh),
      (mesh: WorldMesh) => this.#handles(mesh),
      (mesh: WorldMesh) => this.#close(mesh),
      (mesh: WorldMesh) => this.#smooth(mesh),
      (mesh: WorldMesh) => this.#relax(mesh),
      (mesh: WorldMesh) => this.#simplify(mesh),
    ];
    for (const step of steps) {
      const result = await step(shaped);
      if (!result) continue;
      shaped = result.shaped;
      report = { ...report, ...result.report };
    }
    return { shaped, report };
  }

  #steps<T>(steps: Generator<undefined, T, undefined>): Promise<T> {
    return runSteps(steps, this.#context.signal, this.#context.pause);
  }

  async #keep(mesh: WorldMesh): Promise<Shaped | null> {
    const { keep, keepArea } = this.#options;
    if (keep === 'all' && keepArea === 'none') return null;
    const most = keep === 'all' ? Infinity : keep === 'largest' ? 1 : keep;
    const leastArea = keepArea === 'none' ? 0 : keepArea;
    const { dropped, ...shaped } = await this.#steps(keepPieceSteps(mesh, most, leastArea));
    return { shaped, report: { droppedPieces: dropped } };
  }

  /** Where no length is given, the points decided already. */
  async #handles(mesh: WorldMesh): Promise<Shaped | null> {
    const { handles } = this.#options;
    if (typeof handles !== 'number') return null;
    const bounds = new Float32Array(mesh.positions.length / 3).fill(handles);
    const find = exactMeetings(this.#host, this.#context);
    const { positions, indices, closed, left } = await closeHandles(mesh, { bounds }, find, this.#context);
    return { shaped: { positions, indices }, report: { handles: { closed, left } } };
  }

  async #close(mesh: WorldMesh): Promise<Shaped | null> {
    const { close } = this.#options;
    if (close === 'none') return null;
    const widest = close === 'all' ? Infinity : close;
    const rims = await this.#steps(rimSteps(mesh.indices, mesh.positions.length / 3));
    const islands = await this.#steps(nestedRimSteps(mesh, rims));
    const find = exactMeetings(this.#host, this.#context);
    const { positions, indices, closed, left } = await closeSoundly(
      mesh,
      widest,
      find,
      this.#context,
      new Map(),
      islands,
    );
    return { shaped: { positions, indices }, report: { holes: { closed, left } } };
  }

  async #smooth(mesh: WorldMesh): Promise<Shaped | null> {
    const { smooth } = this.#options;
    if (smooth === 0) return null;
    const find = exactMeetings(this.#host, this.#context);
    const { mesh: even, held } = await smoothSoundly(mesh, smooth, find, this.#context);
    const report = { smoothedBy: smooth, ...(held > 0 && { heldVertices: held }) };
    if (this.#options.smoothKind === 'even') return { shaped: even, report };
    const { evenVertices, ...shaped } = await smoothKeepingEdges(mesh, even, smooth, find, this.#context);
    return { shaped, report: { ...report, evenlySmoothedVertices: evenVertices } };
  }

  async #relax(mesh: WorldMesh): Promise<Shaped | null> {
    if (!this.#options.relax) return null;
    const { mesh: shaped, ...relaxed } = await relaxMesh(mesh, {}, this.#host, this.#context);
    return { shaped, report: { relaxed } };
  }

  async #simplify(mesh: WorldMesh): Promise<Shaped | null> {
    const { simplify, simplifyWithin } = this.#options;
    const targets: SimplifyTarget[] = [];
    if (typeof simplify === 'number') targets.push({ triangles: simplify });
    else if (simplify !== 'none') targets.push({ share: shareOf(simplify)! });
    if (simplifyWithin !== 'none') targets.push({ deviation: simplifyWithin });
    let best: SimplifiedMesh | null = null;
    for (const target of targets) {
      const found = await simplifyMesh(mesh, { target }, this.#host, this.#context);
      if (!best || found.mesh.indices.length > best.mesh.indices.length) best = found;
    }
    if (!best) return null;
    const { mesh: shaped, ...simplified } = best;
    this.unsimplified = mesh;
    return { shaped, report: { simplified: { ...simplified, trianglesBefore: mesh.indices.length / 3 } } };
  }
}
