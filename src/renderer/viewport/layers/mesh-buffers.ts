/**
 * One mesh on its way to, and then in, the graphics memory.
 *
 * three uploads an attribute in one go: 24 MB of indices would hold the window's thread for tens of milliseconds. Here
 * WebGL buffers are filled a slice at a time, straight from the engine's shared memory, and three is handed the
 * finished buffers. They are filled through COPY_WRITE_BUFFER, which belongs to no vertex array, so three's view of
 * what is bound stays true. Bounds and the 95th percentile come from the same slices, while they are in the cache.
 */
import { Box3, type BufferAttribute, BufferGeometry, GLBufferAttribute, Sphere, Vector3 } from 'three';
import { ranges } from '../../../engine/vocabulary.ts';
import type { MeshGeometry } from '../../worker/engine-api.ts';
import { percentileOf } from './mesh-percentile.ts';

/** Elements of a slice: 2.4 MB, a few milliseconds also where loops over them are not compiled yet. Whole vertices of 3 or 4. */
const SLICE = 600_000;

export interface MeshBuffers {
  /** Uploads the next slice; true while more is left. */
  upload(): boolean;
  /** Complete only when all is uploaded. Attributes: `position`, `normal`, `vertexColor`, `vertexDistance`. */
  readonly geometry: BufferGeometry;
  /** Scene space; as far as it is uploaded. */
  readonly bounds: Box3;
  /** The 95th percentile and the greatest of the distances, world unit; 0 without distances. */
  readonly distances: { readonly percentile95: number; readonly max: number };
  dispose(): void;
}

// eslint-disable-next-line max-lines-per-function -- a closure holds the buffers' state; its inner functions are short
export function createMeshBuffers(gl: WebGL2RenderingContext, mesh: MeshGeometry): MeshBuffers {
  const geometry = new BufferGeometry();
  const bounds = new Box3();
  const distances = { percentile95: 0, max: 0 };
  const buffers: WebGLBuffer[] = [];
  const steps = uploadSteps();
  let isDone = false;

  function* uploadSteps(): Generator<void> {
    const vertexCount = mesh.positions.length / 3;
    /** A step of its own: the browser clears what it hands out, up to 24 MB. */
    function* create(bytes: number, isIndex = false): Generator<void, WebGLBuffer> {
      const buffer = gl.createBuffer();
      buffers.push(buffer);
      if (isIndex) declareIndex(gl, buffer);
      gl.bindBuffer(gl.COPY_WRITE_BUFFER, buffer);
      gl.bufferData(gl.COPY_WRITE_BUFFER, bytes, gl.STATIC_DRAW);
      gl.bindBuffer(gl.COPY_WRITE_BUFFER, null);
      yield;
      return buffer;
    }
    const attribute = (name: string, buffer: WebGLBuffer, type: number, size: 1 | 3 | 4): void => {
      const isByte = type === gl.UNSIGNED_BYTE;
      const view = new GLBufferAttribute(buffer, type, size, isByte ? 1 : 4, vertexCount, isByte);
      geometry.setAttribute(name, view as unknown as BufferAttribute);
    };

    const positions = yield* create(mesh.positions.byteLength);
    for (const { first: start, end } of ranges(mesh.positions.length, SLICE)) {
      write(gl, positions, 4 * start, mesh.positions.subarray(start, end));
      growBounds(bounds, mesh.positions, start, end);
      yield;
    }
    attribute('position', positions, gl.FLOAT, 3);

    const normals = yield* create(mesh.normals.byteLength);
    for (const { first: start, end } of ranges(mesh.normals.length, SLICE)) {
      write(gl, normals, 4 * start, mesh.normals.subarray(start, end));
      yield;
    }
    attribute('normal', normals, gl.FLOAT, 3);

    if (mesh.colors) {
      // Four bytes a vertex: three are not aligned, and drivers then convert the whole buffer, in one go.
      const colors = yield* create(4 * vertexCount);
      for (const { first: start, end } of ranges(4 * vertexCount, SLICE)) {
        write(gl, colors, start, withAlpha(mesh.colors, start / 4, end / 4));
        yield;
      }
      attribute('vertexColor', colors, gl.UNSIGNED_BYTE, 4);
    }

    if (mesh.distances) {
      const lengths = yield* create(mesh.distances.byteLength);
      for (const { first: start, end } of ranges(vertexCount, SLICE)) {
        const slice = mesh.distances.subarray(start, end);
        write(gl, lengths, 4 * start, slice);
        distances.max = greatest(slice, distances.max);
        yield;
      }
      distances.percentile95 = yield* percentileOf(mesh.distances, 0.95, SLICE / 4);
      attribute('vertexDistance', lengths, gl.FLOAT, 1);
    }

    const indices = yield* create(mesh.indices.byteLength, true);
    for (const { first: start, end } of ranges(mesh.indices.length, SLICE)) {
      write(gl, indices, 4 * start, mesh.indices.subarray(start, end));
      yield;
    }
    const index = new GLBufferAttribute(indices, gl.UNSIGNED_INT, 1, 4, mesh.indices.length);
    geometry.setIndex(index as unknown as BufferAttribute);
    // Asked for when three sorts what it draws; it cannot be computed from arrays that three does not have.
    geometry.boundingSphere = bounds.getBoundingSphere(new Sphere());
  }

  const upload = (): boolean => {
    isDone ||= steps.next().done === true;
    return !isDone;
  };
  const dispose = (): void => {
    isDone = true;
    geometry.dispose();
    for (const buffer of buffers) gl.deleteBuffer(buffer);
  };
  return { upload, geometry, bounds, distances, dispose };
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

/** The greatest of `least` and the finite values. */
function greatest(values: Float32Array, least: number): number {
  let most = least;
  // Counts by index: `for … of` goes through an iterator until the loop is compiled.
  for (let i = 0; i < values.length; i++) if (values[i]! > most && values[i]! < Infinity) most = values[i]!;
  return most;
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
