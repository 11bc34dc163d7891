/**
 * One model of a 3MF file: its objects, each a mesh or made of others, and which of them are to be built where.
 * Elements of other namespaces than the core's and, for colours, the materials extension's are passed over.
 *
 * Coordinates are rounded to float32, which is what slicers take and what we write: its shortest digits are no float64
 * of the same place. saxes reads the XML; the koala's 24 MB, 206,036 triangles with colours, take 1.7 s.
 */
import type { SaxesParser } from 'saxes';
import type { Steps } from '../../host/steps.ts';
import { CORE_NAMESPACE, MATERIAL_NAMESPACE } from '../3mf-layout.ts';
import { Float64List, Uint32List } from './growing-list.ts';

/** [12] row by row, for points as rows: x' = x·m₀ + y·m₃ + z·m₆ + m₉ */
export type Matrix = readonly number[];
export const IDENTITY: Matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0];

/** An object in its place. */
export interface PlacedObject {
  /** The part of the ZIP that has the object, where it is another one (production extension); null where not. */
  readonly part: string | null;
  readonly id: string;
  readonly matrix: Matrix;
}

export interface ModelObject {
  readonly positions: Float64List;
  readonly indices: Uint32List;
  /**
   * By vertex, the colour of the first corner that has one there, red · 65536 + green · 256 + blue; else `NO_COLOR`.
   */
  readonly colors: Uint32List;
  readonly components: PlacedObject[];
}

export interface Model {
  readonly objects: ReadonlyMap<string, ModelObject>;
  readonly items: readonly PlacedObject[];
}

/** Text that is read between two steps. */
const PIECE_BYTES = 1 << 16;

type Attributes = Readonly<Record<string, string>>;
type Refusal = (what: string) => Error;
export type Saxes = typeof SaxesParser;

/** @param refusal makes the error of what is no model */
export function* modelSteps(bytes: Uint8Array, Parser: Saxes, refusal: Refusal): Steps<Model> {
  const reader = new ModelReader(refusal);
  const parser = new Parser<{ xmlns: false }>({ xmlns: false });
  parser.on('error', (error) => {
    throw refusal(`its model is no well-formed XML (${error.message})`);
  });
  parser.on('opentag', ({ name, attributes }) => reader.enter(name, attributes));
  parser.on('closetag', ({ name }) => reader.leave(name));
  const decoder = new TextDecoder('utf-8');
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    yield;
    parser.write(decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: true }));
  }
  parser.write(decoder.decode()).close();
  return reader.model;
}

class ModelReader {
  readonly #refusal: Refusal;
  readonly #objects = new Map<string, ModelObject>();
  readonly #items: PlacedObject[] = [];
  /** What each prefix stands for. */
  readonly #prefixes = new Map<string, string>();
  /** Colours of a group, by its number and their order. */
  readonly #groups = new Map<string, number[]>();
  #group: number[] = [];
  #object: ModelObject | undefined;
  /** Of corners that name no property themselves. */
  #property: Attributes = {};

  constructor(refusal: Refusal) {
    this.#refusal = refusal;
  }

  get model(): Model {
    return { objects: this.#objects, items: this.#items };
  }

  enter(qualifiedName: string, attributes: Attributes): void {
    for (const [key, value] of Object.entries(attributes)) {
      if (key === 'xmlns') this.#prefixes.set('', value);
      else if (key.startsWith('xmlns:')) this.#prefixes.set(key.slice(6), value);
    }
    switch (this.#ownName(qualifiedName)) {
      case 'vertex':
        return this.#addVertex(attributes);
      case 'triangle':
        return this.#addTriangle(attributes);
      case 'm:color':
        return void this.#group.push(colorIn(attributes['color']));
      case 'base':
        return void this.#group.push(colorIn(attributes['displaycolor']));
      case 'm:colorgroup':
      case 'basematerials':
        return this.#beginGroup(attributes['id'] ?? '');
      case 'object':
        return this.#beginObject(attributes);
      case 'component':
        return void this.#object?.components.push(this.#placed(attributes));
      case 'item':
        return void this.#items.push(this.#placed(attributes));
    }
  }

  leave(qualifiedName: string): void {
    if (this.#ownName(qualifiedName) === 'object') this.#object = undefined;
  }

  /** `m:` before those of the materials extension, whatever the file calls it; '' for what is passed over. */
  #ownName(name: string): string {
    const colon = name.indexOf(':');
    const namespace = this.#prefixes.get(colon < 0 ? '' : name.slice(0, colon));
    if (namespace === CORE_NAMESPACE) return name.slice(colon + 1);
    return namespace === MATERIAL_NAMESPACE ? `m:${name.slice(colon + 1)}` : '';
  }

  #beginGroup(id: string): void {
    this.#group = [];
    this.#groups.set(id, this.#group);
  }

  #beginObject(attributes: Attributes): void {
    this.#property = attributes;
    this.#object = {
      positions: new Float64List(),
      indices: new Uint32List(),
      colors: new Uint32List(),
      components: [],
    };
    this.#objects.set(attributes['id'] ?? '', this.#object);
  }

  #addVertex({ x, y, z }: Attributes): void {
    const object = this.#object;
    if (!object) return;
    const place = [x, y, z].map((text) => (text === undefined || text.trim() === '' ? NaN : Number(text)));
    if (place.some(Number.isNaN)) {
      throw this.#refusal(`vertex ${object.positions.length / 3} has a coordinate that is no number`);
    }
    for (const value of place) object.positions.push(Math.fround(value));
    object.colors.push(NO_COLOR);
  }

  #addTriangle(attributes: Attributes): void {
    const object = this.#object;
    if (!object) return;
    const { pid = this.#property['pid'], p1 = this.#property['pindex'], p2 = p1, p3 = p1 } = attributes;
    const group = pid === undefined ? undefined : this.#groups.get(pid);
    const corners = [attributes['v1'], attributes['v2'], attributes['v3']];
    for (const [i, property] of [p1, p2, p3].entries()) {
      const vertex = Number(corners[i]);
      if (!Number.isInteger(vertex) || vertex < 0 || vertex >= object.positions.length / 3) {
        const triangle = Math.floor(object.indices.length / 3);
        throw this.#refusal(`triangle ${triangle} names vertex ${corners[i]} of ${object.positions.length / 3}`);
      }
      object.indices.push(vertex);
      const color = group?.[Number(property)];
      if (color !== undefined && object.colors.at(vertex) === NO_COLOR) object.colors.set(vertex, color);
    }
  }

  #placed(attributes: Attributes): PlacedObject {
    const part = Object.entries(attributes).find(([key]) => key.endsWith(':path'))?.[1];
    const { objectid = '', transform } = attributes;
    const matrix = transform === undefined ? IDENTITY : transform.trim().split(/\s+/).map(Number);
    if (matrix.length !== 12 || !matrix.every(Number.isFinite)) {
      throw this.#refusal(`the transform of object ${objectid} is not twelve numbers`);
    }
    return { part: part === undefined ? null : part.replace(/^\//, ''), id: objectid, matrix };
  }
}

/** `#RRGGBB` or `#RRGGBBAA`, whose opacity is left out; what is neither is grey. */
function colorIn(text = ''): number {
  const found = /^#([0-9a-f]{6})(?:[0-9a-f]{2})?$/i.exec(text.trim());
  return found ? parseInt(found[1]!, 16) : GREY;
}

export const NO_COLOR = 0xffffffff;
export const GREY = 0x808080;
