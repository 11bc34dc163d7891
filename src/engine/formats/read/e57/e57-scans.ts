/**
 * What the XML of an E57 file says of its scans (ASTM E2807-11): where the records lie, what each field of
 * them is, and what makes world coordinates and colours of them. Nothing of it is believed that the numbers themselves
 * rule out.
 */
import type { Triple } from '../../../math/triple.ts';
import { childOf, type E57Node, numberIn } from './e57-xml.ts';
import { formatError } from '../format-error.ts';

/** A field of the records, in the order of the prototype and so of the bytestreams. */
export interface E57Field {
  /** As in the format; without the prefix for those of extensions. */
  readonly name: string;
  readonly kind: 'float32' | 'float64' | 'integer' | 'text';
  /** Bits of a value, 0 of a constant; of texts the least that one takes. */
  readonly width: number;
  /** Added to the bits of an integer. */
  readonly minimum: bigint;
  readonly scale: number;
  readonly offset: number;
  /** Least and greatest value as far as the prototype tells; undefined where that is all that the type can hold. */
  readonly range: readonly [number, number] | undefined;
  /** Whether it is the first of that name, and so the one that counts. */
  readonly isFirst: boolean;
}

export interface E57Pose {
  /** [9] row by row. */
  readonly rotation: readonly number[];
  readonly translation: Triple;
  readonly isIdentity: boolean;
}

export interface E57Scan {
  readonly name: string;
  readonly fields: readonly E57Field[];
  readonly recordCount: number;
  /** Physical place of the records' section. */
  readonly fileOffset: number;
  readonly pose: E57Pose | undefined;
  /** Least and greatest of red, green and blue; undefined where the file sets none. */
  readonly colorLimits: readonly (readonly [number, number])[] | undefined;
}

/** A scan is an index of 16 bits. */
const MOST_SCANS = 65_535;
const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const HINT = 'The file is damaged, or its writer is wrong: export it again, with another program if need be.';

/** @throws ReconstructError `cloud-format` */
export function scansIn(file: string, root: E57Node): E57Scan[] {
  const nodes = childOf(root, 'data3D')?.children ?? [];
  if (nodes.length > MOST_SCANS) {
    const what = `it holds ${nodes.length} scans, more than the ${MOST_SCANS} that a cloud can tell apart`;
    throw formatError(file, what, 'Export it in parts.');
  }
  return nodes.map((node, index) => new ScanParser(file, node, index).parse());
}

class ScanParser {
  readonly #file: string;
  readonly #node: E57Node;
  readonly #label: string;
  readonly #name: string;

  constructor(file: string, node: E57Node, index: number) {
    this.#file = file;
    this.#node = node;
    this.#name = childOf(node, 'name')?.text.trim() ?? '';
    this.#label = scanLabel(this.#name, index);
  }

  parse(): E57Scan {
    const points = childOf(this.#node, 'points');
    const recordCount = points ? this.#count(points, 'recordCount') : 0;
    const isEmpty = points === undefined || recordCount === 0;
    return {
      name: this.#name,
      fields: isEmpty ? [] : this.#fields(points),
      recordCount,
      fileOffset: isEmpty ? 0 : this.#count(points, 'fileOffset'),
      pose: this.#pose(),
      colorLimits: this.#colorLimits(),
    };
  }

  #count(points: E57Node, attribute: string): number {
    const text = points.attributes[attribute]?.trim() ?? '';
    const count = /^\d+$/.test(text) ? Number(text) : NaN;
    if (Number.isSafeInteger(count)) return count;
    throw this.#refusal(`the ${attribute} of its points is "${text.slice(0, 40)}", which is no count`);
  }

  #fields(points: E57Node): E57Field[] {
    this.#refuseCodecs(childOf(points, 'codecs'));
    const leaves: { readonly node: E57Node; readonly depth: number }[] = [];
    const gather = (nodes: readonly E57Node[], depth: number): void => {
      for (const node of nodes) {
        const { type } = node.attributes;
        if (type === 'Structure' || type === 'Vector') gather(node.children, depth + 1);
        else leaves.push({ node, depth });
      }
    };
    gather(childOf(points, 'prototype')?.children ?? [], 0);
    if (leaves.length === 0) throw this.#refusal('its points have no prototype, which says what their records hold');
    const first = new Map<string, { readonly node: E57Node; readonly depth: number }>();
    for (const leaf of leaves) {
      const name = fieldName(leaf.node.name);
      const other = first.get(name);
      if (!other || leaf.depth < other.depth) first.set(name, leaf);
    }
    return leaves.map((leaf) => this.#field(leaf.node, first.get(fieldName(leaf.node.name)) === leaf));
  }

  #refuseCodecs(codecs: E57Node | undefined): void {
    for (const { children } of codecs?.children ?? []) {
      const other = children.find(({ name }) => name !== 'inputs' && name !== 'bitPackCodec');
      if (!other) continue;
      throw this.#refusal(`its records are packed by the codec "${other.name}"; only bitPackCodec is known`);
    }
  }

  #field(node: E57Node, isFirst: boolean): E57Field {
    const name = fieldName(node.name);
    const { type, precision = 'double' } = node.attributes;
    const plain = { name, isFirst, minimum: 0n, scale: 1, offset: 0, range: undefined };
    switch (type) {
      case 'Integer':
      case 'ScaledInteger':
        return this.#integer(node, isFirst);
      case 'Float': {
        if (precision !== 'single' && precision !== 'double') {
          throw this.#refusal(`the field "${name}" has the precision "${precision}" instead of single or double`);
        }
        const range = [this.#real(node, 'minimum', NaN), this.#real(node, 'maximum', NaN)] as const;
        const isSingle = precision === 'single';
        // Writers give all that the type can hold where they mean nothing by it.
        const isTold = range[1] > range[0] && Math.max(-range[0], range[1]) < 1e37;
        return {
          ...plain,
          kind: isSingle ? 'float32' : 'float64',
          width: isSingle ? 32 : 64,
          range: isTold ? range : undefined,
        };
      }
      case 'String':
        return { ...plain, kind: 'text', width: 8 };
      case undefined:
      default:
        throw this.#refusal(`the field "${name}" has the type "${type ?? ''}", which no record can hold`);
    }
  }

  #integer(node: E57Node, isFirst: boolean): E57Field {
    const name = fieldName(node.name);
    const minimum = this.#whole(node, 'minimum', INT64_MIN);
    const maximum = this.#whole(node, 'maximum', INT64_MAX);
    if (maximum < minimum) throw this.#refusal(`the field "${name}" has a minimum above its maximum`);
    const isScaled = node.attributes['type'] === 'ScaledInteger';
    const scale = isScaled ? this.#real(node, 'scale', 1) : 1;
    const offset = isScaled ? this.#real(node, 'offset', 0) : 0;
    const span = maximum - minimum;
    const ends = [minimum, maximum].map((value) => Number(value) * scale + offset).sort((a, b) => a - b);
    return {
      name,
      kind: 'integer',
      width: span === 0n ? 0 : span.toString(2).length,
      minimum,
      scale,
      offset,
      range: minimum === INT64_MIN || maximum === INT64_MAX ? undefined : [ends[0]!, ends[1]!],
      isFirst,
    };
  }

  /** An integer of 64 bits; some writers have "255.0" or "1e3". */
  #whole(node: E57Node, attribute: string, otherwise: bigint): bigint {
    const text = node.attributes[attribute]?.trim();
    if (text === undefined) return otherwise;
    const value = /^[+-]?\d{1,20}$/.test(text)
      ? BigInt(text.replace('+', ''))
      : Number.isSafeInteger(Number(text)) && text !== ''
        ? BigInt(Number(text))
        : undefined;
    if (value !== undefined && value >= INT64_MIN && value <= INT64_MAX) return value;
    throw this.#refusal(
      `the ${attribute} of the field "${node.name}" is "${text.slice(0, 40)}", no integer of 64 bits`,
    );
  }

  #real(node: E57Node, attribute: string, otherwise: number): number {
    const text = node.attributes[attribute]?.trim();
    if (text === undefined) return otherwise;
    const value = text === '' ? NaN : Number(text);
    // Limits of a float say nothing of how it is packed, so that those that are no numbers do no harm.
    if (Number.isFinite(value) || Number.isNaN(otherwise)) return value;
    throw this.#refusal(`the ${attribute} of the field "${node.name}" is "${text.slice(0, 40)}", no number`);
  }

  #pose(): E57Pose | undefined {
    const pose = childOf(this.#node, 'pose');
    if (!pose) return undefined;
    const [x, y, z] = this.#numbers(childOf(pose, 'translation'), ['x', 'y', 'z']);
    const rotationNode = childOf(pose, 'rotation');
    const rotation = rotationOf(rotationNode ? this.#numbers(rotationNode, ['w', 'x', 'y', 'z']) : [1, 0, 0, 0]);
    const isTurned = rotation.some((value, i) => value !== (i % 4 === 0 ? 1 : 0));
    return { rotation, translation: [x!, y!, z!], isIdentity: !isTurned && x === 0 && y === 0 && z === 0 };
  }

  #numbers(node: E57Node | undefined, names: readonly string[]): number[] {
    return names.map((name) => {
      const child = childOf(node, name);
      const value = child ? numberIn(child) : 0;
      if (Number.isFinite(value)) return value;
      const what = `"${name}" of the ${node?.name ?? ''} of its pose is "${child?.text.trim().slice(0, 40) ?? ''}"`;
      throw this.#refusal(`${what}, no number`);
    });
  }

  #colorLimits(): E57Scan['colorLimits'] {
    const node = childOf(this.#node, 'colorLimits');
    const limits = ['Red', 'Green', 'Blue'].map((channel) => {
      const ends = ['Minimum', 'Maximum'].map((end) => childOf(node, `color${channel}${end}`));
      return [ends[0] ? numberIn(ends[0]) : 0, ends[1] ? numberIn(ends[1]) : NaN] as const;
    });
    return limits.every(([low, high]) => high > low && high - low < Infinity) ? limits : undefined;
  }

  #refusal(what: string): Error {
    return formatError(this.#file, `${this.#label}: ${what}`, HINT);
  }
}

/** How messages name a scan. */
export function scanLabel(name: string, index: number): string {
  return name === '' ? `scan ${index + 1}` : `scan ${index + 1} "${name}"`;
}

/** Extensions put their prefix in front, which each file may choose; names of the format itself have none. */
function fieldName(name: string): string {
  const colon = name.indexOf(':');
  const local = name.slice(colon + 1);
  return colon < 0 || EXTENSION_FIELDS.includes(local) ? local : name;
}
/** Of the extensions for surface normals and for lidar. */
const EXTENSION_FIELDS = ['normalX', 'normalY', 'normalZ', 'classification'];

/** The matrix of a quaternion of any length; one of zeros, which writers give for none, turns nothing. */
function rotationOf(quaternion: readonly number[]): number[] {
  const length = Math.hypot(...quaternion);
  const [w, x, y, z] = (length > 0 ? quaternion.map((value) => value / length) : [1, 0, 0, 0]) as [
    number,
    number,
    number,
    number,
  ];
  return [
    1 - 2 * (y * y + z * z),
    2 * (x * y - w * z),
    2 * (x * z + w * y),
    2 * (x * y + w * z),
    1 - 2 * (x * x + z * z),
    2 * (y * z - w * x),
    2 * (x * z - w * y),
    2 * (y * z + w * x),
    1 - 2 * (x * x + y * y),
  ];
}
