/**
 * The XML section of an E57 file (ASTM E2807-11) as a small tree. Only what a reader of points asks for is
 * kept: a file of ten thousand stations has much else in it. Pictures are counted.
 */
import { SaxesParser } from 'saxes';
import { formatError } from '../format-error.ts';
import type { PagedStream } from './e57-pages.ts';

export interface E57Node {
  /** Without a prefix that stands for the format's own namespace. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  readonly children: E57Node[];
}

export interface E57Tree {
  readonly root: E57Node;
  readonly imageCount: number;
}

const BASE_NAMESPACE = 'http://www.astm.org/COMMIT/E57/2010-e57-v1.0';
/** Of its levels below the root; a prototype may nest further, up to the deepest. */
const KEPT: readonly (readonly string[] | undefined)[] = [
  undefined,
  ['formatName', 'versionMajor', 'coordinateMetadata', 'data3D', 'images2D'],
  undefined,
  ['name', 'pose', 'colorLimits', 'points'],
];
const DEEPEST = 64;
const MOST_NODES = 2_000_000;

/** @throws ReconstructError `cloud-format` for what is no XML, or no E57's. */
export async function readE57Xml(name: string, stream: PagedStream): Promise<E57Tree> {
  const builder = new TreeBuilder(name);
  const decoder = new TextDecoder('utf-8');
  while (await stream.more()) {
    builder.write(decoder.decode(stream.bytes, { stream: true }));
    stream.start = stream.bytes.length;
  }
  builder.write(decoder.decode());
  return builder.finish();
}

class TreeBuilder {
  readonly #name: string;
  readonly #parser = new SaxesParser<{ xmlns: false }>({ xmlns: false });
  /** What each prefix stands for. */
  readonly #prefixes = new Map<string, string>();
  /** The open elements, undefined those that are not kept. */
  readonly #open: (E57Node | undefined)[] = [];
  #root: E57Node | undefined;
  #nodeCount = 0;
  #imageCount = 0;
  #isOver = false;

  constructor(name: string) {
    this.#name = name;
    const parser = this.#parser;
    parser.on('error', (error) => {
      throw this.#refusal(`is no well-formed XML (${error.message})`);
    });
    parser.on('opentag', (tag) => this.#enter(tag.name, tag.attributes));
    parser.on('closetag', () => void this.#open.pop());
    parser.on('text', (text) => this.#addText(text));
    parser.on('cdata', (text) => this.#addText(text));
  }

  write(text: string): void {
    if (this.#isOver) return;
    // Zeros that fill the last page up, which some writers count as part of the section; XML itself has none.
    const zero = text.indexOf('\0');
    this.#isOver = zero >= 0;
    this.#parser.write(zero >= 0 ? text.slice(0, zero) : text);
  }

  finish(): E57Tree {
    this.#parser.close();
    const root = this.#root;
    if (root?.name !== 'e57Root') throw this.#refusal(`has the root "${root?.name ?? ''}" instead of "e57Root"`);
    return { root, imageCount: this.#imageCount };
  }

  #enter(qualifiedName: string, attributes: Readonly<Record<string, string>>): void {
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith('xmlns:')) this.#prefixes.set(key.slice(6), value);
    }
    const name = this.#ownName(qualifiedName);
    const depth = this.#open.length;
    if (depth >= DEEPEST) throw this.#refusal(`nests elements deeper than ${DEEPEST}`);
    const parent = this.#open[depth - 1];
    if (depth === 2 && parent?.name === 'images2D') this.#imageCount++;
    const isKept = depth === 0 || (parent && parent.name !== 'images2D' && (KEPT[depth]?.includes(name) ?? true));
    const node = isKept ? { name, attributes, text: '', children: [] } : undefined;
    this.#open.push(node);
    if (!node) return;
    if (++this.#nodeCount > MOST_NODES) throw this.#refusal(`has more than ${MOST_NODES} elements`);
    if (depth === 0) this.#root ??= node;
    else parent?.children.push(node);
  }

  #ownName(name: string): string {
    const colon = name.indexOf(':');
    return colon > 0 && this.#prefixes.get(name.slice(0, colon)) === BASE_NAMESPACE ? name.slice(colon + 1) : name;
  }

  #addText(text: string): void {
    const node = this.#open.at(-1);
    if (node) node.text += text;
  }

  #refusal(what: string): Error {
    return formatError(
      this.#name,
      `its description ${what}`,
      'Export the file again, with another program if need be.',
    );
  }
}

/** The first child of that name. */
export function childOf(node: E57Node | undefined, name: string): E57Node | undefined {
  return node?.children.find((child) => child.name === name);
}

/** The number of an element, 0 where it is empty; NaN where it is none. A scaled integer's scale is applied. */
export function numberIn(node: E57Node): number {
  const text = node.text.trim();
  const { type, scale = '1', offset = '0' } = node.attributes;
  const value = text === '' ? 0 : Number(text);
  return type === 'ScaledInteger' ? value * Number(scale) + Number(offset) : value;
}
