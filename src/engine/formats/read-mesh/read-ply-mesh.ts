/**
 * Vertices and faces of a PLY file held whole in memory, in any of the three encodings. The cloud's reader streams
 * instead and knows no faces; comparing needs the mesh whole anyway, so this one stays a single pass over bytes.
 */
import { readScalar, SCALAR_BYTES, type ScalarType } from '../read/scalars.ts';
import { ReconstructError } from '../../errors.ts';
import type { Steps } from '../../host/steps.ts';
import { STEP_MASK } from '../../host/steps.ts';
import type { WorldMesh } from '../../mesh/world-mesh.ts';
import { MeshBuilder } from './mesh-builder.ts';
import type { PlyProperty } from '../read/ply/ply-header.ts';
import type { PlyElement, PlyMeshHeader } from './ply-mesh-header.ts';
import { readPlyMeshHeader } from './ply-mesh-header.ts';
import { TextScanner } from './text-scanner.ts';

export function* readPlyMesh(bytes: Uint8Array, name: string): Steps<WorldMesh> {
  const header = readPlyMeshHeader(bytes, name);
  const values = plyValues(bytes, name, header);
  const builder = new MeshBuilder();
  for (const element of header.elements) {
    checkRoom(element, header, values.remainingBytes(), name);
    if (element.name === 'vertex') yield* readVertices(element, values, builder, name);
    else yield* readPolygons(element, values, builder);
  }
  return builder.build(name);
}

/** One value after another, whatever the encoding. */
export interface PlyValues {
  next(type: ScalarType): number;
  remainingBytes(): number;
}

/** Of the file's body. */
export function plyValues(bytes: Uint8Array, name: string, header: PlyMeshHeader): PlyValues {
  return header.encoding === 'ascii' ? asciiValues(bytes, name, header) : binaryValues(bytes, name, header);
}

function* readVertices(element: PlyElement, values: PlyValues, builder: MeshBuilder, name: string): Steps<void> {
  const axes = element.properties.map((property) => ['x', 'y', 'z'].indexOf(property.name));
  if (![0, 1, 2].every((axis) => axes.includes(axis))) {
    throw new ReconstructError('mesh-format', `The vertices of "${name}" lack x, y or z.`, { name });
  }
  const position = new Float64Array(3);
  for (let i = 0; i < element.count; i++) {
    if ((i & STEP_MASK) === 0) yield;
    for (let p = 0; p < axes.length; p++) {
      const property = element.properties[p]!;
      if (property.countType) readList(property, values);
      else {
        const value = values.next(property.type);
        if (axes[p]! >= 0) position[axes[p]!] = value;
      }
    }
    builder.addVertex(position[0]!, position[1]!, position[2]!);
  }
}

/**
 * Faces; any other element is read past in the same way, as none of its properties is a face's corner list. Rows
 * without properties take no bytes, so that no file is too short for any number of them.
 */
function* readPolygons(element: PlyElement, values: PlyValues, builder: MeshBuilder): Steps<void> {
  if (element.properties.length === 0) return;
  for (let i = 0; i < element.count; i++) {
    if ((i & STEP_MASK) === 0) yield;
    for (const property of element.properties) {
      if (!property.countType) values.next(property.type);
      else {
        const list = readList(property, values);
        // Turk's example says vertex_indices, many programs vertex_index.
        if (element.name === 'face' && property.name.startsWith('vertex_ind')) builder.addPolygon(list);
      }
    }
  }
}

export function readList(property: PlyProperty, values: PlyValues): number[] {
  const count = property.countType ? values.next(property.countType) : 0;
  const list: number[] = [];
  for (let i = 0; i < count; i++) list.push(values.next(property.type)); // no memory ahead of the data
  return list;
}

/** Refuses counts that the rest of the file cannot hold, before anything of that size is made. */
export function checkRoom(element: PlyElement, header: PlyMeshHeader, remainingBytes: number, name: string): void {
  let rowBytes = 0;
  for (const { type, countType } of element.properties) {
    // A text value takes a digit and, but for the very last, a separator; a list may be empty.
    rowBytes += header.encoding === 'ascii' ? 2 : SCALAR_BYTES[countType ?? type];
  }
  const neededBytes = rowBytes * element.count - (header.encoding === 'ascii' ? 1 : 0);
  if (neededBytes <= remainingBytes) return;
  throw new ReconstructError(
    'mesh-format',
    `"${name}" is cut off: ${element.count} rows of "${element.name}" need at least ${neededBytes} bytes, ` +
      `${remainingBytes} are left.`,
    { name, element: element.name, neededBytes, remainingBytes },
  );
}

function asciiValues(bytes: Uint8Array, name: string, header: PlyMeshHeader): PlyValues {
  const text = new TextScanner(bytes, name, header.bodyOffset);
  return { next: () => text.nextNumber(), remainingBytes: () => bytes.length - text.offset };
}

function binaryValues(bytes: Uint8Array, name: string, header: PlyMeshHeader): PlyValues {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLittle = header.encoding === 'binary_little_endian';
  let offset = header.bodyOffset;
  return {
    remainingBytes: () => bytes.length - offset,
    next: (type) => {
      const at = offset;
      offset += SCALAR_BYTES[type];
      if (offset > bytes.length) {
        throw new ReconstructError('mesh-format', `"${name}" is cut off at byte ${bytes.length}.`, {
          name,
          byteOffset: bytes.length,
        });
      }
      return readScalar(view, at, type, isLittle);
    },
  };
}
