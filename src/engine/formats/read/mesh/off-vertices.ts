/**
 * The vertices of an OFF file (Geomview, "OFF Files") as a cloud. What stands behind the coordinates is told by the
 * first word: N normals, then C colours, whole numbers or shares of 1. Faces are counted and passed over.
 */
import type { PointCloud } from '../../../cloud/point-cloud.ts';
import type { ReadOptions } from '../../../cloud/point-sample.ts';
import type { ByteCursor } from '../byte-cursor.ts';
import type { ColorRange } from '../color-store.ts';
import { BATCH_SIZE, COLUMN } from '../columns.ts';
import { cutFileWarning } from '../cut-file.ts';
import { formatError } from '../format-error.ts';
import { beforeComment, meshWarnings } from './mesh-vertices.ts';
import { DECIMAL_POINT, NumberRow, textOf } from '../text/number-row.ts';
import { PointCollector } from '../point-collector.ts';
import { detectLineEnd, forEachLine } from '../text/text-lines.ts';

/** @throws ReconstructError `cloud-format`, `cloud-empty` */
export async function readOffVertices(cursor: ByteCursor, options: ReadOptions): Promise<PointCloud> {
  const reader = new OffReader(cursor, options);
  await forEachLine(cursor, await detectLineEnd(cursor), 1, (bytes, start, end, line, isTerminated) => {
    let first = start;
    while (first < end && bytes[first]! <= 32) first++;
    const last = beforeComment(bytes, first, end);
    if (first < last) reader.accept(bytes, first, last, line, isTerminated);
    return true;
  });
  return reader.finish();
}

class OffReader {
  readonly #cursor: ByteCursor;
  readonly #name: string;
  readonly #options: ReadOptions;
  readonly #row = new NumberRow();
  #hasKind = false;
  #hasNormals = false;
  #hasColors = false;
  /** Vertices and faces as promised; undefined before that line. */
  #counts: readonly [number, number] | undefined;
  #collector: PointCollector | undefined;
  #done = 0;
  #faceCount = 0;
  #triangleCount = 0;
  #isUntold = false;

  constructor(cursor: ByteCursor, options: ReadOptions) {
    this.#cursor = cursor;
    this.#name = cursor.name;
    this.#options = options;
  }

  accept(bytes: Uint8Array, start: number, end: number, line: number, isTerminated: boolean): void {
    let first = start;
    if (!this.#hasKind) {
      const [word = '', next] = textOf(bytes, start, end).trim().split(/\s+/);
      this.#readKind(word, next);
      first += word.length;
      while (first < end && bytes[first]! <= 32) first++;
      if (first === end) return;
    }
    const row = this.#row;
    row.parse(bytes, first, end, DECIMAL_POINT);
    if (!this.#counts) this.#readCounts(line, textOf(bytes, first, end));
    else if (this.#done < this.#counts[0]) this.#takeVertex(bytes, first, end, line, isTerminated);
    else if (this.#faceCount < this.#counts[1]) {
      this.#faceCount++;
      const corners = row.values[0]!;
      if (corners >= 3 && corners < row.count) this.#triangleCount += corners - 2;
    }
  }

  #readKind(word: string, next: string | undefined): void {
    this.#hasKind = true;
    const kind = /^(?:ST)?(C?)(N?)OFF$/.exec(word);
    if (!kind || /^BINARY$/i.test(next ?? '')) {
      const what = `it is an OFF file of the kind ${[word, kind ? next : ''].join(' ').trim().slice(0, 40)}, which is not read`;
      throw formatError(this.#name, what, 'Save it as plain OFF or PLY.');
    }
    this.#hasColors = kind[1] === 'C';
    this.#hasNormals = kind[2] === 'N';
  }

  #readCounts(line: number, text: string): void {
    const [vertices = NaN, faces = 0] = [...this.#row.values.subarray(0, this.#row.count)];
    if (![vertices, faces].every((value) => Number.isSafeInteger(value) && value >= 0)) {
      const what = `line ${line} should count the vertices and faces, but is "${text.trim().slice(0, 60)}"`;
      throw formatError(this.#name, what, 'Export the file again.', { line });
    }
    this.#counts = [vertices, faces];
  }

  #takeVertex(bytes: Uint8Array, start: number, end: number, line: number, isTerminated: boolean): void {
    const { count, values, isWord } = this.#row;
    const normal = 3;
    const color = this.#hasNormals ? 6 : 3;
    const wanted = color + (this.#hasColors ? 3 : 0);
    let isWhole = count >= wanted;
    for (let i = 0; i < Math.min(count, wanted); i++) if (isWord[i] === 1) isWhole = false;
    if (!isWhole && !isTerminated) return;
    if (!isWhole) {
      const what = `line ${line} (vertex ${this.#done} of ${this.#counts![0]}) is not ${wanted} numbers: "${textOf(bytes, start, Math.min(end, start + 60)).trim()}"`;
      throw formatError(this.#name, what, 'Repair the line or export again.', { line, vertex: this.#done });
    }
    this.#isUntold ||= count > wanted + (this.#hasColors ? 1 : 0);
    const collector = (this.#collector ??= this.#begin(textOf(bytes, start, end), color));
    const at = collector.count;
    for (let axis = 0; axis < 3; axis++) {
      collector.columns[axis * BATCH_SIZE + at] = values[axis]!;
      if (this.#hasNormals) collector.columns[(COLUMN.nx + axis) * BATCH_SIZE + at] = values[normal + axis]!;
      if (this.#hasColors) collector.columns[(COLUMN.red + axis) * BATCH_SIZE + at] = values[color + axis]!;
    }
    this.#done++;
    collector.count++;
    if (collector.room === 0) collector.flush();
  }

  /** @param color the place of the colours in the first vertex */
  #begin(vertex: string, color: number): PointCollector {
    // With a point they are shares, though they be 1 and 0 in the whole file.
    const isShare = vertex
      .trim()
      .split(/\s+/)
      .slice(color, color + 3)
      .some((word) => word.includes('.'));
    const range: ColorRange = isShare ? 'float' : 'text';
    const { remaining } = this.#cursor;
    const least = 6 + (this.#hasNormals ? 6 : 0) + (this.#hasColors ? 6 : 0);
    return new PointCollector({
      name: this.#name,
      hasNormals: this.#hasNormals,
      colorRange: this.#hasColors ? range : undefined,
      numbers: 'text',
      trustedCount: remaining === undefined ? 0 : Math.min(this.#counts![0], Math.floor(remaining / least)),
      options: this.#options,
    });
  }

  finish(): PointCloud {
    const [name, options] = [this.#name, this.#options];
    if (!this.#counts) {
      throw formatError(name, 'the file ends before its counts', 'It is incomplete: copy or export it again.');
    }
    const [vertices, faces] = this.#counts;
    const warnings = meshWarnings(name, this.#triangleCount);
    if (this.#done < vertices) warnings.push(cutFileWarning(name, { whole: this.#done, promised: vertices }, options));
    else if (this.#faceCount < faces) {
      warnings.push(`${name}: the file ends after ${this.#faceCount} of ${faces} faces; its vertices are whole.`);
    }
    if (this.#isUntold) {
      warnings.push(`${name}: numbers behind its vertices were passed over; COFF is for colours, NOFF for normals.`);
    }
    return (this.#collector ?? this.#begin('', 0)).finish(warnings);
  }
}
