/**
 * The energy of a level in float64, as the sum of squares that algorithm.md section 2, step 5 writes: every term is a
 * row, weight · (factors · field - goal)². Matrix, right side and gradient all follow from the rows, so nothing here
 * knows of cells' blocks or stencils.
 *
 * Nodes of a level of `resolution` cells are numbered x + side (y + side z), side = resolution + 1.
 */

export interface Row {
  readonly nodes: readonly number[];
  readonly factors: readonly number[];
  readonly goal: number;
  readonly weight: number;
}

export interface FieldProblem {
  readonly resolution: number;
  /** Nodes that take part. */
  readonly isActive: (x: number, y: number, z: number) => boolean;
  /** [4 × n] xyz normalised; w the point's own noise, 0 where it is the cloud's. */
  readonly points: Float32Array;
  /** [4 × n] unit; w the value wanted at the point, where there are goals. */
  readonly normals: Float32Array;
  readonly hasGoals?: boolean;
  readonly valueWeight: number;
  readonly gradientWeight: number;
  readonly startWeight: number;
  /** How far the samples beside a point lie outside and inside, at most half a voxel. */
  readonly offsetNorm: number;
  readonly innerOffsetNorm: number;
  /** s, and H of a cloud with the noise that some points have of their own; no noise is read where not there. */
  readonly ofOwn?: { readonly spacingNorm: number; readonly finestVoxelNorm: number };
}

/**
 * ω and ω_g for a point of noise σ, from algorithm.md section 2, step 5: κH = clamp(.14 (s/H)^.4 (σ/H)^-.7, .2, .43).
 */
function weightsOf(problem: FieldProblem, noise: number): readonly [value: number, gradient: number] {
  const { ofOwn, resolution, valueWeight, gradientWeight } = problem;
  if (!ofOwn || noise === 0) return [valueWeight, gradientWeight];
  const { spacingNorm, finestVoxelNorm: finest } = ofOwn;
  const voxelNorm = 1.1 / resolution;
  const deviation = Math.hypot(noise / voxelNorm, 0.05);
  const kappa = Math.min(0.43, Math.max(0.2, 0.14 * (spacingNorm / finest) ** 0.4 * (noise / finest) ** -0.7)) / finest;
  return [((kappa * voxelNorm) / deviation) ** 2, 2 * Math.min(1, 1 / deviation)];
}

const side = (problem: FieldProblem): number => problem.resolution + 1;

export function activeNodes(problem: FieldProblem): [number, number, number][] {
  const nodes: [number, number, number][] = [];
  for (let z = 0; z <= problem.resolution; z++) {
    for (let y = 0; y <= problem.resolution; y++) {
      for (let x = 0; x <= problem.resolution; x++) if (isActive(problem, x, y, z)) nodes.push([x, y, z]);
    }
  }
  return nodes;
}

export function nodeNumber(problem: FieldProblem, [x, y, z]: readonly number[]): number {
  return x! + side(problem) * (y! + side(problem) * z!);
}

function isActive(problem: FieldProblem, x: number, y: number, z: number): boolean {
  const inside = [x, y, z].every((v) => v >= 0 && v <= problem.resolution);
  return inside && problem.isActive(x, y, z);
}

/** f_xx² + f_yy² + f_zz² + 2 (f_xy² + f_yz² + f_xz²) at every node, without those that touch an inactive node. */
export function smoothnessRows(problem: FieldProblem): Row[] {
  const rows: Row[] = [];
  const add = (nodes: number[][], factors: number[], weight: number): void => {
    if (!nodes.every(([x, y, z]) => isActive(problem, x!, y!, z!))) return;
    rows.push({ nodes: nodes.map((node) => nodeNumber(problem, node)), factors, goal: 0, weight });
  };
  const moved = (node: readonly number[], ...axes: [number, number][]): number[] =>
    node.map((value, axis) => value + axes.reduce((sum, [a, by]) => sum + (a === axis ? by : 0), 0));
  for (const node of activeNodes(problem)) {
    for (const a of [0, 1, 2]) {
      add([moved(node, [a, 1]), [...node], moved(node, [a, -1])], [1, -2, 1], 1);
      for (const b of [0, 1, 2].filter((other) => other > a)) {
        add([moved(node, [a, 1], [b, 1]), moved(node, [a, 1]), moved(node, [b, 1]), [...node]], [1, -1, -1, 1], 2);
      }
    }
  }
  return rows;
}

/** The integers of `point_cell.wgsl`: one rounded addition, one rounded multiplication, then whole finest cells. */
export function cellOf(position: readonly number[], resolution: number): number[] {
  const scale = Math.fround(1861.8181818181818);
  return position.map((value) => {
    const finest = Math.floor(Math.fround(Math.fround(Math.fround(value) + Math.fround(0.55)) * scale));
    return Math.floor(Math.min(2047, Math.max(0, finest)) / (2048 / resolution));
  });
}

/**
 * Whether a brick of 8×8×8 nodes, the unit of storage, holds a point's cell: one without any active node is not kept.
 */
function isStored(problem: FieldProblem, cell: readonly number[]): boolean {
  const first = cell.map((v) => v - (v % 8));
  return Array.from({ length: 512 }, (_, i) => [i % 8, (i >> 3) % 8, i >> 6]).some(([x, y, z]) =>
    isActive(problem, first[0]! + x!, first[1]! + y!, first[2]! + z!),
  );
}

/**
 * Rows of the data by the cell (numbered by its lower node) that their sample lies in: cells of 8 active nodes, points
 * in stored bricks.
 */
export function dataRows(problem: FieldProblem): Map<number, Row[]> {
  const { resolution, points, normals } = problem;
  const voxelNorm = 1.1 / resolution;
  const { offsetNorm, innerOffsetNorm } = problem;
  const cells = new Map<number, Row[]>();
  const add = (position: number[], noise: number, goal: number, normal?: number[]): void => {
    const [valueWeight, gradientWeight] = weightsOf(problem, noise);
    const cell = cellOf(position, resolution);
    const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((k) => [
      cell[0]! + (k & 1),
      cell[1]! + ((k >> 1) & 1),
      cell[2]! + (k >> 2),
    ]);
    if (!corners.every(([x, y, z]) => isActive(problem, x!, y!, z!))) return;
    const nodes = corners.map((corner) => nodeNumber(problem, corner));
    const at = position.map((value, axis) => (value + 0.55) / voxelNorm - cell[axis]!);
    const share = (corner: number[], axis: number): number => (corner[axis] === cell[axis] ? 1 - at[axis]! : at[axis]!);
    const slope = (corner: number[], axis: number): number => (corner[axis] === cell[axis] ? -1 : 1);
    const number = nodeNumber(problem, cell);
    const rows = cells.get(number) ?? [];
    cells.set(number, rows);
    const value = corners.map((c) => share(c, 0) * share(c, 1) * share(c, 2));
    rows.push({ nodes, factors: value, goal, weight: valueWeight });
    normal?.forEach((component, axis) => {
      const [b, c] = [(axis + 1) % 3, (axis + 2) % 3];
      const factors = corners.map((corner) => slope(corner, axis) * share(corner, b) * share(corner, c));
      rows.push({ nodes, factors, goal: voxelNorm * component, weight: gradientWeight });
    });
  };
  for (let i = 0; i < points.length / 4; i++) {
    const point = [...points.subarray(4 * i, 4 * i + 3)];
    const normal = [...normals.subarray(4 * i, 4 * i + 3)];
    if (!isStored(problem, cellOf(point, resolution))) continue;
    const wanted = problem.hasGoals ? normals[4 * i + 3]! : 0;
    const noise = points[4 * i + 3]!;
    add(point, noise, wanted, normal);
    for (const offset of [offsetNorm, -innerOffsetNorm]) {
      add(
        point.map((value, axis) => value + offset * normal[axis]!),
        noise,
        wanted + offset,
      );
    }
  }
  return cells;
}

/** ε (f - f₀)² at every active node. */
export function startRows(problem: FieldProblem, start: Float64Array): Row[] {
  return activeNodes(problem).map((node) => {
    const number = nodeNumber(problem, node);
    return { nodes: [number], factors: [1], goal: start[number]!, weight: problem.startWeight };
  });
}

export function allRows(problem: FieldProblem, start: Float64Array): Row[] {
  return [...smoothnessRows(problem), ...[...dataRows(problem).values()].flat(), ...startRows(problem, start)];
}

const residual = (row: Row, field: Float64Array): number =>
  row.nodes.reduce((sum, node, j) => sum + row.factors[j]! * field[node]!, -row.goal);

/** E(f), with its constant. */
export function energy(rows: readonly Row[], field: Float64Array): number {
  return rows.reduce((sum, row) => sum + row.weight * residual(row, field) ** 2, 0);
}

/** A f - b, half the gradient of the energy. */
export function halfGradient(rows: readonly Row[], field: Float64Array): Float64Array {
  const gradient = new Float64Array(field.length);
  for (const row of rows) {
    const scaled = row.weight * residual(row, field);
    row.nodes.forEach((node, j) => (gradient[node]! += row.factors[j]! * scaled));
  }
  return gradient;
}

export interface CellSystem {
  readonly nodes: readonly number[];
  /** [8 × 8] row by row. */
  readonly matrix: Float64Array;
  readonly right: Float64Array;
}

/** The normal equations of one cell's rows. */
export function cellSystem(rows: readonly Row[]): CellSystem {
  const matrix = new Float64Array(64);
  const right = new Float64Array(8);
  for (const { factors, goal, weight } of rows) {
    for (let a = 0; a < 8; a++) {
      right[a]! += weight * goal * factors[a]!;
      for (let b = 0; b < 8; b++) matrix[8 * a + b]! += weight * factors[a]! * factors[b]!;
    }
  }
  return { nodes: rows[0]!.nodes, matrix, right };
}

/** D = 42 + ε + Σ over cells of the sum of absolute values along the node's row; 1 at inactive nodes. */
export function diagonal(problem: FieldProblem): Float64Array {
  const d = new Float64Array(side(problem) ** 3).fill(1);
  for (const node of activeNodes(problem)) d[nodeNumber(problem, node)] = 42 + problem.startWeight;
  for (const rows of dataRows(problem).values()) {
    const { nodes, matrix } = cellSystem(rows);
    nodes.forEach((node, a) => {
      for (let b = 0; b < 8; b++) d[node]! += Math.abs(matrix[8 * a + b]!);
    });
  }
  return d;
}

/** The dense matrix of the rows over the nodes listed, row by row. */
export function denseMatrix(rows: readonly Row[], nodes: readonly number[]): Float64Array {
  const place = new Map(nodes.map((node, i) => [node, i]));
  const matrix = new Float64Array(nodes.length ** 2);
  for (const row of rows) {
    row.nodes.forEach((a, i) =>
      row.nodes.forEach((b, j) => {
        matrix[nodes.length * place.get(a)! + place.get(b)!]! += row.weight * row.factors[i]! * row.factors[j]!;
      }),
    );
  }
  return matrix;
}

/** The minimiser, by Gaussian elimination without pivots (the matrix is positive definite). */
export function solveDirectly(problem: FieldProblem, start: Float64Array): Float64Array {
  const rows = allRows(problem, start);
  const nodes = activeNodes(problem).map((node) => nodeNumber(problem, node));
  const n = nodes.length;
  const matrix = denseMatrix(rows, nodes);
  const gradient = halfGradient(rows, new Float64Array(start.length));
  const right = nodes.map((node) => -gradient[node]!);
  for (let k = 0; k < n; k++) {
    for (let i = k + 1; i < n; i++) {
      const factor = matrix[n * i + k]! / matrix[n * k + k]!;
      if (factor === 0) continue;
      for (let j = k; j < n; j++) matrix[n * i + j]! -= factor * matrix[n * k + j]!;
      right[i]! -= factor * right[k]!;
    }
  }
  const field = Float64Array.from(start);
  for (let i = n - 1; i >= 0; i--) {
    let sum = right[i]!;
    for (let j = i + 1; j < n; j++) sum -= matrix[n * i + j]! * field[nodes[j]!]!;
    field[nodes[i]!] = sum / matrix[n * i + i]!;
  }
  return field;
}

/** The Chebyshev semi-iteration of algorithm.md section 2, step 7, by its formulas; its first `steps`. */
export function solveByChebyshev(
  problem: FieldProblem,
  start: Float64Array,
  iterations: number,
  steps = iterations,
): Float64Array {
  const rows = allRows(problem, start);
  const d = diagonal(problem);
  const x = Float64Array.from(start);
  const p = new Float64Array(x.length);
  const [largest, smallest] = [24 / 7, 6 / iterations ** 2];
  const [middle, radius] = [(largest + smallest) / 2, (largest - smallest) / 2];
  let alpha = 0;
  for (let k = 0; k < steps; k++) {
    const gradient = halfGradient(rows, x);
    const beta = k === 0 ? 0 : k === 1 ? 0.5 * (radius * alpha) ** 2 : ((radius * alpha) / 2) ** 2;
    alpha = k === 0 ? 1 / middle : 1 / (middle - beta / alpha);
    for (let i = 0; i < x.length; i++) {
      p[i] = -gradient[i]! / d[i]! + beta * p[i]!;
      x[i]! += alpha * p[i]!;
    }
  }
  return x;
}
