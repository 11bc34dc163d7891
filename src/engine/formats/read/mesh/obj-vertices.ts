/**
 * The vertices of a Wavefront OBJ file as a cloud, with colours behind their coordinates (as MeshLab and others write
 * them, shares of 1) and with normals where each is that of the vertex of the same number: clouds are written so, and
 * most meshes. Faces are counted and passed over.
 */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import { BATCH_SIZE, COLUMN } from '../columns.ts';
import { cutFileWarning } from '../cut-file.ts';
import { formatError } from '../format-error.ts';
import { beforeComment, meshWarnings } from './mesh-vertices.ts';
import { DECIMAL_POINT, NumberRow, type NumberStyle, numberStyleOf, textOf } from '../text/number-row.ts';
import { PointCollector } from '../point-collector.ts';
import { detectLineEnd, forEachLine } from '../text/text-lines.ts';

const [HASH, SLASH, MINUS, ZERO, NINE, LOWER_F, LOWER_N, LOWER_V] = [35, 47, 45, 48, 57, 102, 110, 118] as const;

/** @throws ReconstructError `cloud-format`, `cloud-empty` */
export async function readObjVertices(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const reader = new ObjReader(cursor.name, options);
  await forEachLine(cursor, await detectLineEnd(cursor), 1, (bytes, start, end, line, isTerminated) => {
    let first = start;
    while (first < end && bytes[first]! <= 32) first++;
    reader.accept(bytes, first, end, line, isTerminated);
    return true;
  });
  return reader.finish();
}

class ObjReader {
  readonly #name: string;
  readonly #options: ReadOptions;
  readonly #row = new NumberRow();
  #style: NumberStyle = DECIMAL_POINT;
  #collector: PointCollector | undefined;
  #hasColors = false;
  #vertexCount = 0;
  #withoutColor = 0;
  /** [3 × capacity] */
  #normals = new Float32Array(0);
  #normalCount = 0;
  /** Whether all corners so far have the normal of their vertex's number. */
  #areNormalsOfVertices = true;
  #triangleCount = 0;
  #isCut = false;

  constructor(name: string, options: ReadOptions) {
    this.#name = name;
    this.#options = options;
  }

  accept(bytes: Uint8Array, first: number, end: number, line: number, isTerminated: boolean): void {
    const [key, next = 0] = [bytes[first], bytes[first + 1]];
    if (key === LOWER_V && next <= 32) this.#takeVertex(bytes, first + 2, end, line, isTerminated);
    else if (key === LOWER_V && next === LOWER_N && bytes[first + 2]! <= 32) this.#takeNormal(bytes, first + 3, end);
    else if (key === LOWER_F && next <= 32) this.#countFace(bytes, first + 2, end);
  }

  #takeVertex(bytes: Uint8Array, start: number, end: number, line: number, isTerminated: boolean): void {
    const last = beforeComment(bytes, start, end);
    if (!this.#collector) this.#style = numberStyleOf(textOf(bytes, start, last));
    const row = this.#row;
    row.parse(bytes, start, last, this.#style);
    let isNumber = row.count >= 3;
    for (let i = 0; i < Math.min(row.count, 6); i++) if (row.isWord[i] === 1) isNumber = false;
    if (!isNumber && !isTerminated) {
      this.#isCut = true;
      return;
    }
    if (!isNumber) {
      const what = `line ${line} is no vertex of three numbers: "${textOf(bytes, start, Math.min(last, start + 60)).trim()}"`;
      throw formatError(this.#name, what, 'Repair the line or export again.', { line });
    }
    const hasColor = row.count >= 6;
    const collector = (this.#collector ??= this.#begin(hasColor));
    if (this.#hasColors && !hasColor) this.#withoutColor++;
    for (let column = 0; column < 3; column++) {
      collector.columns[column * BATCH_SIZE + collector.count] = row.values[column]!;
      collector.columns[(COLUMN.red + column) * BATCH_SIZE + collector.count] = hasColor ? row.values[3 + column]! : 0;
    }
    this.#vertexCount++;
    collector.count++;
    if (collector.room === 0) collector.flush();
  }

  #begin(hasColors: boolean): PointCollector {
    this.#hasColors = hasColors;
    return new PointCollector({
      name: this.#name,
      hasNormals: false,
      colorRange: hasColors ? 'float' : undefined,
      numbers: 'text',
      trustedCount: 0,
      options: this.#options,
    });
  }

  #takeNormal(bytes: Uint8Array, start: number, end: number): void {
    const row = this.#row;
    row.parse(bytes, start, end, this.#style);
    if (row.count < 3) return;
    if (3 * this.#normalCount === this.#normals.length) {
      const grown = new Float32Array(Math.max(3 * 1024, 2 * this.#normals.length));
      grown.set(this.#normals);
      this.#normals = grown;
    }
    this.#normals.set(row.values.subarray(0, 3), 3 * this.#normalCount++);
  }

  /** Counts the fan of a face; reads vertex and normal of each corner (`7`, `7/1`, `7//3`, `7/1/3`). */
  #countFace(bytes: Uint8Array, start: number, end: number): void {
    let corners = 0;
    let at = start;
    for (;;) {
      while (at < end && bytes[at]! <= 32) at++;
      if (at >= end || bytes[at] === HASH) break;
      corners++;
      let [part, value, vertex] = [0, 0, 0];
      let isNegative = false;
      for (; at <= end; at++) {
        const byte = at < end ? bytes[at]! : 32;
        if (byte >= ZERO && byte <= NINE) value = 10 * value + byte - ZERO;
        else if (byte === MINUS) isNegative = true;
        else {
          if (part === 0) vertex = isNegative ? this.#vertexCount + 1 - value : value;
          if (part === 2 && vertex !== (isNegative ? this.#normalCount + 1 - value : value)) {
            this.#areNormalsOfVertices = false;
          }
          if (byte !== SLASH) break;
          part++;
          value = 0;
          isNegative = false;
        }
      }
      // What is no number is passed over, such as the backslash of a line that goes on in the next.
      while (at < end && bytes[at]! > 32) at++;
    }
    this.#triangleCount += Math.max(0, corners - 2);
  }

  finish(): PointCloud {
    const name = this.#name;
    const warnings = meshWarnings(name, this.#triangleCount);
    if (this.#isCut) {
      warnings.push(cutFileWarning(name, { whole: this.#vertexCount, where: 'within a vertex' }, this.#options));
    }
    if (this.#withoutColor > 0) {
      warnings.push(`${name}: ${this.#withoutColor} of ${this.#vertexCount} vertices have no colour; they are black.`);
    }
    const cloud = (this.#collector ?? this.#begin(false)).finish(warnings);
    const hasNormals = this.#normalCount > 0 && this.#normalCount === this.#vertexCount && this.#areNormalsOfVertices;
    if (!hasNormals || cloud.positions.length !== 3 * this.#vertexCount) return cloud;
    return { ...cloud, normals: this.#normals.slice(0, 3 * this.#vertexCount) };
  }
}
