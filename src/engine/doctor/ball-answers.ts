/**
 * A whole run whose answer is known: points drawn evenly on a ball. What every stage hands out is compared with the
 * ball itself, so that a device which computes wrongly is told with the stage at which it began.
 */
import type { Frame } from '../cloud/frame.ts';
import type { PointCloud } from '../cloud/point-cloud.ts';
import type { DumpedMesh, DumpedPoints, DumpedSlice, DumpStage, RunDump } from '../host/run-dump.ts';
import type { TriangleMesh } from '../mesh/triangle-mesh.ts';
import type { RunReport } from '../report.ts';

export const BALL_POINTS = 3000;
export const BALL_OPTIONS = Object.freeze({ resolution: 64, noise: 'none', seed: 1 } as const);

/**
 * What is allowed, five times what a sound device gives and more: rounding differs from device to device, and what goes
 * wrong goes wrong by far more. Lengths are shares of the ball's radius.
 */
const MOST = {
  /** 1 less the cosine between a point's plane and the ball's. */
  tilt: 1e-3,
  /** Of the field beside the distance from the ball, within a voxel of it. */
  field: 1e-2,
  /** Of a vertex from the ball. */
  surface: 5e-3,
  /** Share of the ball's volume. */
  volume: 1e-2,
} as const;

/** What is handed out of meshes besides is what was left out of them. */
const SURFACES: readonly string[] = ['surface before trimming', 'final mesh'];
const SIDES: readonly string[] = ['oriented normals', 'normals of the finest level'];

/** Points on the unit ball along a spiral, each in an equal share of its area (Vogel, 1979). */
export function ballCloud(): PointCloud {
  const positions = new Float32Array(3 * BALL_POINTS);
  const turn = Math.PI * (3 - Math.sqrt(5));
  for (let i = 0; i < BALL_POINTS; i++) {
    const z = 1 - (2 * i + 1) / BALL_POINTS;
    const across = Math.sqrt(1 - z * z);
    positions.set([across * Math.cos(turn * i), across * Math.sin(turn * i), z], 3 * i);
  }
  const stats = { pointCount: BALL_POINTS, finiteCount: BALL_POINTS, warnings: [] };
  return { positions, shift: [0, 0, 0], stats: { ...stats, min: [-1, -1, -1], max: [1, 1, 1] } };
}

/** Compares what a run on `ballCloud` hands out. */
export class BallAnswers implements RunDump {
  readonly #faults: string[] = [];
  readonly #seen = new Set<string>();
  /** Normalised. */
  #centre: readonly number[] = [0, 0, 0];
  #radius = NaN;

  /** What was wrong, in the order of the run; none where all is right. */
  get faults(): readonly string[] {
    return this.#faults;
  }

  /** What was compared. */
  get compared(): readonly string[] {
    return [...this.#seen];
  }

  place({ centre, worldPerNorm }: Frame): void {
    this.#centre = centre.map((value) => (value === 0 ? 0 : -value / worldPerNorm));
    this.#radius = 1 / worldPerNorm;
  }

  // A run waits for what it hands out; nothing here takes long.
  points(_stage: DumpStage, name: string, { positions, normals }: DumpedPoints): Promise<void> {
    const isOriented = SIDES.includes(name);
    if (normals && (name === 'planes' || isOriented)) this.#normals(name, positions, normals, isOriented);
    return Promise.resolve();
  }

  mesh(_stage: DumpStage, name: string, { positions }: DumpedMesh): Promise<void> {
    if (!SURFACES.includes(name)) return Promise.resolve();
    this.#seen.add(name);
    const { far, largest } = this.#distances(positions);
    const count = positions.length / 3;
    if (count === 0) this.#faults.push(`${name}: it has no vertices`);
    if (far > 0)
      this.#faults.push(`${name}: ${far} of ${count} vertices are off the ball, by up to ${short(largest)} radii`);
    return Promise.resolve();
  }

  field(stage: DumpStage, name: string, slices: readonly DumpedSlice[]): Promise<void> {
    if (name !== 'solved') return Promise.resolve();
    const place = `field of ${stage}`;
    this.#seen.add(place);
    let count = 0;
    let worst = 0;
    for (const { axis, side, values, voxelNorm } of slices) {
      const along = 'xyz'.indexOf(axis);
      for (const [at, value] of values.entries()) {
        if (Number.isNaN(value)) continue;
        const node = [0, 0, 0];
        node[along] = (side - 1) / 2;
        node[(along + 1) % 3] = at % side;
        node[(along + 2) % 3] = Math.floor(at / side);
        const norm = node.map((index, k) => (index - (side - 1) / 2) * voxelNorm - this.#centre[k]!);
        const distance = Math.hypot(...norm) - this.#radius;
        if (Math.abs(distance) > voxelNorm) continue;
        count++;
        // A value that is no number is further off than any.
        const off = Math.abs(value - distance) / this.#radius;
        worst = off <= worst ? worst : off;
      }
    }
    if (count === 0) this.#faults.push(`${place}: it has no values near the ball`);
    else if (!(worst <= MOST.field))
      this.#faults.push(`${place}: it is off the distance from the ball by up to ${short(worst)} radii`);
    return Promise.resolve();
  }

  numbers(): void {
    // Lengths and counts are judged by what is made with them.
  }

  /** The mesh and the report of the run, the last of all. */
  finished({ positions }: TriangleMesh, { topology, points }: RunReport): void {
    this.#seen.add('mesh');
    const { watertight, components, genus, signedVolume } = topology;
    if (points.used !== BALL_POINTS) this.#faults.push(`points: ${points.used} of ${BALL_POINTS} are left`);
    if (!watertight || components !== 1 || genus !== 0) {
      const shape = `${components} pieces, ${watertight ? 'closed' : 'open'}, ${genus ?? '?'} handles`;
      this.#faults.push(`mesh: it is no ball (${shape})`);
    }
    const volume = signedVolume / ((4 / 3) * Math.PI);
    if (!(Math.abs(volume - 1) <= MOST.volume)) this.#faults.push(`mesh: its volume is ${short(volume)} of the ball's`);
    const off = positions.findIndex((value) => !(Math.abs(value) <= 1 + MOST.surface));
    if (off >= 0) this.#faults.push(`mesh: vertex ${Math.floor(off / 3)} lies outside the ball`);
  }

  #normals(name: string, positions: Float32Array, normals: Float32Array, isOriented: boolean): void {
    this.#seen.add(name);
    const count = positions.length / 3;
    let wrong = 0;
    for (let i = 0; i < count; i++) {
      const outward = [0, 1, 2].map((axis) => positions[3 * i + axis]! - this.#centre[axis]!);
      const along = [0, 1, 2].reduce((sum, axis) => sum + outward[axis]! * normals[4 * i + axis]!, 0);
      const cosine = along / Math.hypot(...outward);
      if (!((isOriented ? cosine : Math.abs(cosine)) >= 1 - MOST.tilt)) wrong++;
    }
    if (wrong > 0) this.#faults.push(`${name}: ${wrong} of ${count} do not stand upright on the ball`);
  }

  #distances(positions: Float32Array): { far: number; largest: number } {
    let far = 0;
    let largest = 0;
    for (let i = 0; i < positions.length; i += 3) {
      const place = [0, 1, 2].map((axis) => positions[i + axis]! - this.#centre[axis]!);
      const off = Math.abs(Math.hypot(...place) / this.#radius - 1);
      if (off <= MOST.surface) continue;
      far++;
      largest = off <= largest ? largest : off;
    }
    return { far, largest };
  }
}

function short(value: number): string {
  return Number.isFinite(value) ? value.toPrecision(3) : String(value);
}
