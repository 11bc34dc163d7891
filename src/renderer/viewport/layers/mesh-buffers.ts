/**
 * One mesh on its way to, and then in, the graphics memory.
 *
 * The library three uploads an attribute in one go: 24 MB of indices would hold the window's thread for tens of
 * milliseconds. Here WebGL buffers are filled a slice at a time, straight from the engine's shared memory, and three is
 * handed the finished buffers. They are filled through COPY_WRITE_BUFFER, which belongs to no vertex array, so three's
 * view of what is bound stays true. Bounds come from the same slices, while they are in the cache.
 */
import { Box3, type BufferAttribute, BufferGeometry, GLBufferAttribute, Sphere, Vector3 } from 'three';
import { ranges } from '../../../engine/vocabulary.ts';
import type { MeshGeometry } from '../../worker/engine-api.ts';

/**
 * Elements of a slice: 2.4 MB, a few milliseconds also where loops over them are not compiled yet.
 * A multiple of 12: a slice holds whole vertices of 3 elements or of 4.
 */
const SLICE = 600_000;

export class MeshBuffers {
  /**
   * Complete only when all is uploaded. Attributes: `position`, `normal`, `vertexColor`, `vertexDistance`,
   * `vertexTrimLength`, `vertexUncertainty`, `vertexGuess`.
   */
  readonly geometry = new BufferGeometry();
  /** Scene space; as far as it is uploaded. */
  readonly bounds = new Box3();
  readonly #gl: WebGL2RenderingContext;
  readonly #mesh: MeshGeometry;
  readonly #vertexCount: number;
  readonly #buffers: WebGLBuffer[] = [];
  #isDone = false;
  readonly #steps = this.#uploadAll();

  constructor(gl: WebGL2RenderingContext, mesh: MeshGeometry) {
    this.#gl = gl;
    this.#mesh = mesh;
    this.#vertexCount = mesh.positions.length / 3;
  }

  /** Uploads the next slice; true while more is left. */
  upload(): boolean {
    this.#isDone ||= this.#steps.next().done === true;
    return !this.#isDone;
  }

  dispose(): void {
    this.#isDone = true;
    this.geometry.dispose();
    for (const buffer of this.#buffers) this.#gl.deleteBuffer(buffer);
  }

  *#uploadAll(): Generator<void> {
    const { positions, normals, colors, distances, trust, trimLengths, indices } = this.#mesh;
    yield* this.#uploadPositions(positions);
    yield* this.#uploadNormals(normals);
    if (colors) yield* this.#uploadColors(colors);
    if (distances) this.#setAttribute('vertexDistance', yield* this.#uploadArray(distances), this.#gl.FLOAT, 1);
    if (trimLengths) this.#setAttribute('vertexTrimLength', yield* this.#uploadArray(trimLengths), this.#gl.FLOAT, 1);
    if (trust) {
      this.#setAttribute('vertexUncertainty', yield* this.#uploadArray(trust.uncertainties), this.#gl.FLOAT, 1);
      this.#setAttribute('vertexGuess', yield* this.#uploadArray(trust.guessed), this.#gl.FLOAT, 1);
    }
    yield* this.#uploadIndices(indices);
    // Asked for when three sorts what it draws; it cannot be computed from arrays that three does not have.
    this.geometry.boundingSphere = this.bounds.getBoundingSphere(new Sphere());
  }

  *#uploadPositions(positions: Float32Array): Generator<void> {
    const buffer = yield* this.#uploadArray(positions, (start, end) => growBounds(this.bounds, positions, start, end));
    this.#setAttribute('position', buffer, this.#gl.FLOAT, 3);
  }

  *#uploadNormals(normals: Float32Array): Generator<void> {
    const buffer = yield* this.#uploadArray(normals);
    this.#setAttribute('normal', buffer, this.#gl.FLOAT, 3);
  }

  *#uploadColors(colors: Uint8Array): Generator<void> {
    // Four bytes a vertex: three are not aligned, and drivers then convert the whole buffer, in one go.
    const buffer = yield* this.#create(4 * this.#vertexCount);
    for (const { first: start, end } of ranges(4 * this.#vertexCount, SLICE)) {
      write(this.#gl, buffer, start, withAlpha(colors, start / 4, end / 4));
      yield;
    }
    this.#setAttribute('vertexColor', buffer, this.#gl.UNSIGNED_BYTE, 4);
  }

  *#uploadIndices(indices: Uint32Array): Generator<void> {
    const buffer = yield* this.#uploadArray(indices, undefined, true);
    const index = new GLBufferAttribute(buffer, this.#gl.UNSIGNED_INT, 1, 4, indices.length);
    this.geometry.setIndex(index as unknown as BufferAttribute);
  }

  /** `onSlice` looks at the same elements while they are in the cache. */
  *#uploadArray(
    data: Float32Array | Uint32Array,
    onSlice?: (start: number, end: number) => void,
    isIndex = false,
  ): Generator<void, WebGLBuffer> {
    const buffer = yield* this.#create(data.byteLength, isIndex);
    for (const { first: start, end } of ranges(data.length, SLICE)) {
      write(this.#gl, buffer, 4 * start, data.subarray(start, end));
      onSlice?.(start, end);
      yield;
    }
    return buffer;
  }

  /** A step of its own: the browser clears what it hands out, up to 24 MB. */
  *#create(bytes: number, isIndex = false): Generator<void, WebGLBuffer> {
    const gl = this.#gl;
    const buffer = gl.createBuffer();
    this.#buffers.push(buffer);
    if (isIndex) declareIndex(gl, buffer);
    gl.bindBuffer(gl.COPY_WRITE_BUFFER, buffer);
    gl.bufferData(gl.COPY_WRITE_BUFFER, bytes, gl.STATIC_DRAW);
    gl.bindBuffer(gl.COPY_WRITE_BUFFER, null);
    yield;
    return buffer;
  }

  #setAttribute(name: string, buffer: WebGLBuffer, type: number, size: 1 | 3 | 4): void {
    const isByte = type === this.#gl.UNSIGNED_BYTE;
    const view = new GLBufferAttribute(buffer, type, size, isByte ? 1 : 4, this.#vertexCount, isByte);
    this.geometry.setAttribute(name, view as unknown as BufferAttribute);
  }
}

/**
 * WebGL lets a buffer be an index only if it was bound as one first. That binding belongs to a vertex array: not to one
 * of three's.
 */
function declareIndex(gl: WebGL2RenderingContext, buffer: WebGLBuffer): void {
  const vertexArray = gl.getParameter(gl.VERTEX_ARRAY_BINDING) as WebGLVertexArrayObject | null;
  gl.bindVertexArray(null);
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, buffer);
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, null);
  gl.bindVertexArray(vertexArray);
}

function write(gl: WebGL2RenderingContext, buffer: WebGLBuffer, offsetBytes: number, data: ArrayBufferView): void {
  gl.bindBuffer(gl.COPY_WRITE_BUFFER, buffer);
  gl.bufferSubData(gl.COPY_WRITE_BUFFER, offsetBytes, data);
  gl.bindBuffer(gl.COPY_WRITE_BUFFER, null);
}

function growBounds(bounds: Box3, positions: Float32Array, start: number, end: number): void {
  // Locals: 3 ms a slice, through Vector3 it is 20.
  let [minX, minY, minZ, maxX, maxY, maxZ] = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
  for (let i = start; i < end; i += 3) {
    const [x, y, z] = [positions[i]!, positions[i + 1]!, positions[i + 2]!];
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
    if (z < minZ) minZ = z;
    if (z > maxZ) maxZ = z;
  }
  bounds.union(new Box3(new Vector3(minX, minY, minZ), new Vector3(maxX, maxY, maxZ)));
}

function withAlpha(colors: Uint8Array, first: number, last: number): Uint8Array {
  const padded = new Uint8Array(4 * (last - first)).fill(255);
  for (let from = 3 * first, to = 0; to < padded.length; from += 3, to += 4) {
    padded[to] = colors[from]!;
    padded[to + 1] = colors[from + 1]!;
    padded[to + 2] = colors[from + 2]!;
  }
  return padded;
}
