/**
 * What a 3MF file builds: every item with the objects that it is made of, each in its place. Only the models of the ZIP
 * are unpacked, thumbnails and textures are not.
 */
import { ReconstructError } from '../../errors.ts';
import type { Steps } from '../../host/steps.ts';
import type { RandomAccess } from '../../cloud/point-cloud.ts';
import { MODEL_PART, MODEL_RELATIONSHIP, ROOT_RELATIONSHIPS } from '../3mf-layout.ts';
import { ZipFile } from '../read/zip/zip-file.ts';
import {
  IDENTITY,
  type Matrix,
  type Model,
  type ModelObject,
  modelSteps,
  type PlacedObject,
  type Saxes,
} from './3mf-model.ts';

/** A mesh of the file in one of its places. */
export interface PlacedMesh {
  readonly object: ModelObject;
  readonly matrix: Matrix;
}

/** The models of a file, unpacked and not yet read. */
export interface Package {
  readonly name: string;
  readonly models: ReadonlyMap<string, Uint8Array>;
  /** The model that says what is built. */
  readonly root: string;
  readonly Parser: Saxes;
}

/**
 * Text of numbers packs four- to twentyfold, of a flat lattice a hundredfold; a small hostile file must not fill the
 * memory.
 */
const MOST_PER_BYTE = 200;
const ALWAYS_BYTES = 1 << 22;
/** As in `read-glb-mesh.ts`. */
const MOST_PLACED = 1 << 24;
const DEEPEST = 64;

/** @throws ReconstructError `mesh-format` */
export async function openPackage(name: string, access: RandomAccess): Promise<Package> {
  const { SaxesParser } = await import('saxes');
  try {
    const zip = await ZipFile.open(name, access);
    if (zip.isCut) throw refusalOf(name)('its directory of files is not there');
    const isModel = (part: string): boolean => /\.model$/i.test(part);
    const root = await rootOf(zip);
    const parts = zip.names.filter((part) => isModel(part) || part === root);
    const total = parts.reduce((sum, part) => sum + zip.bytesOf(part), 0);
    if (total > ALWAYS_BYTES + MOST_PER_BYTE * access.size) {
      throw refusalOf(name)('its models are packed more densely than any real one');
    }
    const models = new Map<string, Uint8Array>();
    for (const part of parts) models.set(part, await zip.read(part));
    if (!models.has(root)) throw refusalOf(name)(`it has no model (${root})`);
    return { name, models, root, Parser: SaxesParser };
  } catch (error) {
    if (!(error instanceof ReconstructError) || error.code !== 'cloud-format') throw error;
    throw new ReconstructError('mesh-format', error.message, error.details, { cause: error });
  }
}

/** By the relationships of the ZIP, in whose words the name of the model is free. */
async function rootOf(zip: ZipFile): Promise<string> {
  if (!zip.names.includes(ROOT_RELATIONSHIPS)) return MODEL_PART;
  const text = new TextDecoder().decode(await zip.read(ROOT_RELATIONSHIPS));
  const tags = text.match(/<[^<>]*Relationship\s[^<>]*>/g) ?? [];
  const target = tags.find((tag) => tag.includes(`"${MODEL_RELATIONSHIP}"`))?.match(/Target\s*=\s*"([^"]*)"/)?.[1];
  return target === undefined ? MODEL_PART : target.replace(/^\//, '');
}

export function refusalOf(name: string): (what: string) => ReconstructError {
  return (what) =>
    new ReconstructError('mesh-format', `"${name}" cannot be read: ${what}. Export it again, or as STL or PLY.`, {
      name,
    });
}

/** @throws ReconstructError `mesh-format` */
export function* placedMeshSteps({ name, models, root, Parser }: Package, byteCount: number): Steps<PlacedMesh[]> {
  const refusal = refusalOf(name);
  const read = new Map<string, Model>();
  const placed: PlacedMesh[] = [];
  const waiting: (PlacedObject & { readonly inPart: string; readonly depth: number })[] = [];
  let left = Math.max(MOST_PLACED, byteCount);
  const queue = (objects: readonly PlacedObject[], inPart: string, above: Matrix, depth: number): void => {
    // Taken from the end: pushed backwards, objects come in the order of the file.
    for (const object of objects.toReversed()) {
      waiting.push({ ...object, matrix: times(object.matrix, above), inPart: object.part ?? inPart, depth });
    }
  };
  function* modelOf(part: string): Steps<Model> {
    const bytes = models.get(part);
    if (!bytes) throw refusal(`its part ${part} is missing`);
    const model = read.get(part) ?? (yield* modelSteps(bytes, Parser, refusal));
    read.set(part, model);
    return model;
  }
  queue((yield* modelOf(root)).items, root, IDENTITY, 0);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { id, inPart, matrix, depth } = next;
    const object = (yield* modelOf(inPart)).objects.get(id);
    if (!object) throw refusal(`it builds object ${id}, which is not there`);
    if (depth > DEEPEST) throw refusal(`its objects are made of one another deeper than ${DEEPEST}`);
    left -= 1 + object.positions.length / 3 + object.indices.length;
    if (left < 0) throw refusal('it repeats its objects too often');
    if (object.indices.length > 0) placed.push({ object, matrix });
    queue(object.components, inPart, matrix, depth + 1);
  }
  return placed;
}

/** First `a`, then `b`, of points as rows. */
function times(a: Matrix, b: Matrix): Matrix {
  if (b === IDENTITY) return a;
  return Array.from({ length: 12 }, (_, i) => {
    const [row, column] = [3 * Math.floor(i / 3), i % 3];
    const sum = a[row]! * b[column]! + a[row + 1]! * b[column + 3]! + a[row + 2]! * b[column + 6]!;
    return row === 9 ? sum + b[column + 9]! : sum;
  });
}

/** Writes the place of a vertex into three slots of `place`; as it stands in the file where nothing moves it. */
export function placeVertex(
  { object: { positions }, matrix: m }: PlacedMesh,
  vertex: number,
  place: Float64Array,
): void {
  const [x, y, z] = [positions.at(3 * vertex), positions.at(3 * vertex + 1), positions.at(3 * vertex + 2)];
  if (m === IDENTITY) {
    place[0] = x;
    place[1] = y;
    place[2] = z;
    return;
  }
  for (let axis = 0; axis < 3; axis++) place[axis] = x * m[axis]! + y * m[3 + axis]! + z * m[6 + axis]! + m[9 + axis]!;
}

/** Its triangles run the other way round as seen in the world. */
export function isMirrored({ matrix: m }: PlacedMesh): boolean {
  const determinant =
    m[0]! * (m[4]! * m[8]! - m[5]! * m[7]!) -
    m[1]! * (m[3]! * m[8]! - m[5]! * m[6]!) +
    m[2]! * (m[3]! * m[7]! - m[4]! * m[6]!);
  return determinant < 0;
}
