/**
 * Memory that all threads see at once, where there is some: a browser has it on isolated pages only. Asked for at every
 * call, since a page without it runs the same code.
 */

export function hasSharedMemory(): boolean {
  return typeof SharedArrayBuffer !== 'undefined';
}

/** Zeros in shared memory; without any, in this thread's. */
export function allocateShareable(bytes: number): ArrayBufferLike {
  return hasSharedMemory() ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
}

/**
 * A copy in shared memory; `values` itself where it lies there already, or where there is none. Types that promise an
 * `ArrayBuffer` go on promising one: none of this program's code minds.
 */
export function shareable<A extends Float32Array | Float64Array | Uint32Array | Uint8Array>(values: A): A {
  if (!hasSharedMemory() || values.buffer instanceof SharedArrayBuffer) return values;
  const SameArray = values.constructor as new (memory: SharedArrayBuffer) => A;
  const copy = new SameArray(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
