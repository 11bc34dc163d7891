/** The triangles of a mesh by the cells of a plain grid that their boxes reach into: those near a place are few. */
import { STEP_MASK, type Steps } from '../../host/steps.ts';
import { type Box, doOverlap, writeTriangleBox } from '../../mesh/boxes.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';

/** An axis: some 20 triangles of a fine mesh in each cell that has any. */
const CELLS = 48;
/** In place of the cell of a triangle that lies in more than one. */
const SEVERAL = 0xffffffff;

export class TriangleCells {
  readonly #mesh: WorldMesh;
  readonly #low: readonly number[];
  readonly #side: number;
  readonly #starts: Uint32Array;
  readonly #triangles: Uint32Array;

  /** Of triangles that came since, by their cells. */
  readonly #added = new Map<number, number[]>();

  private constructor(
    mesh: WorldMesh,
    low: readonly number[],
    side: number,
    starts: Uint32Array,
    triangles: Uint32Array,
  ) {
    this.#mesh = mesh;
    this.#low = low;
    this.#side = side;
    this.#starts = starts;
    this.#triangles = triangles;
  }

  static *buildSteps(mesh: WorldMesh): Steps<TriangleCells> {
    const { low, side } = gridOf(mesh.positions);
    const starts = new Uint32Array(CELLS ** 3 + 1);
    const corner: number[] = [];
    // Nearly all lie in one cell each, which is found once.
    const cells = new Uint32Array(mesh.indices.length / 3);
    for (let triangle = 0; triangle < cells.length; triangle++) {
      if ((triangle & STEP_MASK) === 0) yield;
      writeTriangleBox(mesh.positions, mesh.indices, triangle, corner);
      let count = 0;
      visitCells(low, side, corner, (cell) => {
        starts[cell + 1]!++;
        cells[triangle] = count++ === 0 ? cell : SEVERAL;
      });
    }
    for (let cell = 0; cell < CELLS ** 3; cell++) starts[cell + 1]! += starts[cell]!;
    const next = starts.slice();
    const triangles = new Uint32Array(starts[CELLS ** 3]!);
    for (let triangle = 0; triangle < cells.length; triangle++) {
      if ((triangle & STEP_MASK) === 0) yield;
      if (cells[triangle] !== SEVERAL) {
        triangles[next[cells[triangle]!]!++] = triangle;
        continue;
      }
      writeTriangleBox(mesh.positions, mesh.indices, triangle, corner);
      visitCells(low, side, corner, (cell) => (triangles[next[cell]!++] = triangle));
    }
    return new TriangleCells(mesh, low, side, starts, triangles);
  }

  /** The triangles of the mesh from one on, which it did not have before. */
  add(first: number): void {
    const corner: number[] = [];
    const { positions, indices } = this.#mesh;
    for (let triangle = first; triangle < indices.length / 3; triangle++) {
      writeTriangleBox(positions, indices, triangle, corner);
      visitCells(this.#low, this.#side, corner, (cell) => {
        const known = this.#added.get(cell);
        if (known) known.push(triangle);
        else this.#added.set(cell, [triangle]);
      });
    }
  }

  /** Those whose boxes overlap or touch a box, ascending, each once. */
  near(box: Box): Uint32Array {
    const found = new Set<number>();
    const own: number[] = [];
    const { positions, indices } = this.#mesh;
    this.visit(box, (triangle) => {
      writeTriangleBox(positions, indices, triangle, own);
      if (doOverlap(own, box)) found.add(triangle);
    });
    return Uint32Array.from(found).sort();
  }

  /** All of the cells that a box reaches into, some of them several times. */
  visit(box: Box, visit: (triangle: number) => void): void {
    visitCells(this.#low, this.#side, box, (cell) => {
      for (let at = this.#starts[cell]!; at < this.#starts[cell + 1]!; at++) visit(this.#triangles[at]!);
      this.#added.get(cell)?.forEach(visit);
    });
  }
}

function gridOf(positions: Float64Array): { readonly low: readonly number[]; readonly side: number } {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < positions.length; i++) {
    const axis = i % 3;
    low[axis] = Math.min(low[axis]!, positions[i]!);
    high[axis] = Math.max(high[axis]!, positions[i]!);
  }
  const extent = Math.max(...high.map((value, axis) => value - low[axis]!));
  return { low, side: extent > 0 ? extent / CELLS : 1 };
}

function visitCells(low: readonly number[], side: number, box: readonly number[], visit: (cell: number) => void): void {
  const cellAt = (value: number, axis: number): number =>
    Math.max(0, Math.min(CELLS - 1, Math.floor((value - low[axis]!) / side)));
  const [fromX, fromY, fromZ] = [cellAt(box[0]!, 0), cellAt(box[1]!, 1), cellAt(box[2]!, 2)];
  const [toX, toY, toZ] = [cellAt(box[3]!, 0), cellAt(box[4]!, 1), cellAt(box[5]!, 2)];
  for (let z = fromZ; z <= toZ; z++) {
    for (let y = fromY; y <= toY; y++) {
      for (let x = fromX; x <= toX; x++) visit((z * CELLS + y) * CELLS + x);
    }
  }
}
