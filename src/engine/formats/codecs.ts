/**
 * The engine's half of the table of formats: how the files of each row of `FORMATS` are told from others, and who reads
 * and writes them. What a row of `FORMATS` promises and this table lacks does not compile, nor does what it has beyond.
 *
 * Readers of clouds load when such a file comes (`await import(…)`), but for those of PLY and text: this table is
 * loaded with the engine, whatever file comes.
 */
import type { PointCloud } from '../cloud/point-cloud.ts';
import type { ReadOptions } from '../cloud/point-sample.ts';
import type { Steps } from '../host/steps.ts';
import type { TriangleMesh } from '../mesh/triangle-mesh.ts';
import type { WorldMesh } from '../mesh/world-mesh.ts';
import type { FileHead } from './file-head.ts';
import type { CloudFormat, FormatId, MeshFormat, ReadFormat, ReadMeshFormat } from './formats.ts';
import { isGlb } from './read-mesh/glb-file.ts';
import { readGlbMesh } from './read-mesh/read-glb-mesh.ts';
import { readObjMesh } from './read-mesh/read-obj-mesh.ts';
import { readOffMesh } from './read-mesh/read-off-mesh.ts';
import { readPlyMesh } from './read-mesh/read-ply-mesh.ts';
import { isBinaryStl, readStlMesh } from './read-mesh/read-stl-mesh.ts';
import { unpackedGlb } from './read-mesh/unpack-glb.ts';
import type { ByteCursor } from './read/byte-cursor.ts';
import { isLidarFrame } from './read/lidar-layout.ts';
import { beginsAsPcd } from './read/pcd/pcd-header.ts';
import { readPly } from './read/ply/ply-body.ts';
import { beginsAsPts, hasSeveralBlocks, readPts } from './read/text/pts-text.ts';
import { beginsAsPtx } from './read/text/ptx-header.ts';
import { readPtx } from './read/text/ptx-text.ts';
import { isCompressedSplatPly, isSog, isSplatPly, isSpz } from './read/splat/splat-marks.ts';
import { isLikeXyz } from './read/text/xyz-likeness.ts';
import { readXyzText } from './read/text/xyz-text.ts';
import type { BesideSink } from './write/byte-sink.ts';
import type { ChunkedOutput } from './write/chunked-output.ts';
import { write3mf } from './write/write-3mf.ts';
import { writeGlb } from './write/write-glb.ts';
import { writeObj } from './write/write-obj.ts';
import { writePly } from './write/write-ply.ts';
import { writeStl } from './write/write-stl.ts';

/**
 * How a format's files are told from others, strongest first: a beginning that no other format has, whatever the name;
 * then the ending, for formats without such a beginning; then a likeness, where neither told.
 */
export interface Recognition {
  readonly mark?: {
    readonly isIn: (head: FileHead) => boolean;
    /** Ends the sentence “it does not begin with …”. */
    readonly what: string;
  };
  /** The ending alone suffices, though the contents show no mark. */
  readonly byEnding?: true;
  readonly isLike?: (head: FileHead) => boolean;
}

/** The first of a format's readers that takes the file reads it; the last one takes any. */
export interface Reader<Read> {
  readonly takes?: (head: FileHead) => boolean;
  readonly read: Read;
}
type Readers<Read> = readonly [...Reader<Read>[], { readonly read: Read }];

/** @throws ReconstructError `cloud-format`, `cloud-empty` */
export type ReadCloud = (cursor: ByteCursor, options: ReadOptions) => Promise<PointCloud>;
/** @throws ReconstructError `mesh-format`, also from its steps */
export type ReadMesh = (bytes: Uint8Array, name: string) => Steps<WorldMesh> | Promise<Steps<WorldMesh>>;
/**
 * Flushes as it goes, but not what is left at the end.
 * @param beside left out by hosts that take one file alone
 * @throws ReconstructError `output-failed` for what is too large
 */
export type WriteMesh = (
  mesh: TriangleMesh,
  out: ChunkedOutput,
  signal: AbortSignal,
  beside?: BesideSink,
) => Promise<void>;

type CodecOf<Id extends FormatId> = (Id extends ReadFormat ? { readonly recognition: Recognition } : unknown) &
  (Id extends CloudFormat ? { readonly cloud: Readers<ReadCloud> } : unknown) &
  (Id extends ReadMeshFormat ? { readonly mesh: Readers<ReadMesh> } : unknown) &
  (Id extends MeshFormat ? { readonly write: WriteMesh } : unknown);

export const CODECS: { readonly [Id in FormatId]: CodecOf<Id> } = {
  ply: {
    recognition: { mark: { isIn: beginsAsPly, what: 'the line "ply"' } },
    cloud: [
      {
        takes: isSplatPly,
        read: async (cursor, options) => (await import('./read/splat/splat-ply.ts')).readSplatPly(cursor, options),
      },
      {
        takes: isCompressedSplatPly,
        read: async (cursor, options) =>
          (await import('./read/splat/splat-compressed-ply.ts')).readCompressedSplatPly(cursor, options),
      },
      { read: readPly },
    ],
    mesh: [{ read: readPlyMesh }],
    write: (mesh, out) => writePly(mesh, 'binary', out),
  },
  'ply-ascii': { write: (mesh, out) => writePly(mesh, 'ascii', out) },
  xyz: {
    recognition: { byEnding: true, isLike: isLikeXyz },
    cloud: [{ takes: hasSeveralBlocks, read: readPts }, { read: readXyzText }],
  },
  pts: {
    recognition: { byEnding: true, isLike: ({ text }) => beginsAsPts(text) },
    cloud: [{ takes: ({ text }) => beginsAsPts(text), read: readPts }, { read: readXyzText }],
  },
  ptx: {
    recognition: {
      mark: { isIn: ({ text }) => beginsAsPtx(text), what: 'columns, rows, a place, axes and a matrix' },
      byEnding: true,
    },
    cloud: [{ read: readPtx }],
  },
  pcd: {
    recognition: { mark: { isIn: ({ text }) => beginsAsPcd(text), what: 'the lines VERSION and FIELDS' } },
    cloud: [{ read: async (cursor, options) => (await import('./read/pcd/pcd-body.ts')).readPcd(cursor, options) }],
  },
  e57: {
    recognition: { mark: { isIn: ({ text }) => text.startsWith('ASTM-E57'), what: '"ASTM-E57"' } },
    cloud: [{ read: async (cursor, options) => (await import('./read/e57/read-e57.ts')).readE57(cursor, options) }],
  },
  bin: {
    recognition: { mark: { isIn: isLidarFrame, what: 'points as KITTI and nuScenes write them' } },
    cloud: [
      { read: async (cursor, options) => (await import('./read/lidar-frame.ts')).readLidarFrame(cursor, options) },
    ],
  },
  spz: {
    recognition: { mark: { isIn: ({ bytes }) => isSpz(bytes), what: '"NGSP"' } },
    cloud: [{ read: async (cursor, options) => (await import('./read/splat/read-spz.ts')).readSpz(cursor, options) }],
  },
  sog: {
    recognition: { mark: { isIn: isSog, what: 'a ZIP of WebP pictures' }, byEnding: true },
    cloud: [{ read: async (cursor, options) => (await import('./read/splat/read-sog.ts')).readSog(cursor, options) }],
  },
  splat: {
    recognition: { byEnding: true },
    cloud: [
      { read: async (cursor, options) => (await import('./read/splat/read-splat.ts')).readSplat(cursor, options) },
    ],
  },
  ksplat: {
    recognition: { byEnding: true },
    cloud: [
      { read: async (cursor, options) => (await import('./read/splat/read-ksplat.ts')).readKsplat(cursor, options) },
    ],
  },
  las: {
    recognition: { mark: { isIn: (head) => beginsAsLas(head) && !isPackedLas(head), what: '"LASF"' } },
    cloud: [{ read: async (cursor, options) => (await import('./read/las/read-las.ts')).readLas(cursor, options) }],
  },
  laz: {
    recognition: { mark: { isIn: (head) => beginsAsLas(head) && isPackedLas(head), what: '"LASF" and packed points' } },
    cloud: [{ read: async (cursor, options) => (await import('./read/las/read-las.ts')).readLas(cursor, options) }],
  },
  obj: {
    recognition: { byEnding: true, isLike: ({ text }) => /^\s*v\s+[-+.\d]/m.test(text) },
    cloud: [
      {
        read: async (cursor, options) => (await import('./read/mesh/obj-vertices.ts')).readObjVertices(cursor, options),
      },
    ],
    mesh: [{ read: readObjMesh }],
    write: (mesh, out, _signal, beside) => writeObj(mesh, out, beside),
  },
  off: {
    recognition: { mark: { isIn: ({ text }) => /^(\s|#.*\n)*[A-Z4n]*OFF\s/.test(text), what: 'the word "OFF"' } },
    cloud: [
      {
        read: async (cursor, options) => (await import('./read/mesh/off-vertices.ts')).readOffVertices(cursor, options),
      },
    ],
    mesh: [{ read: readOffMesh }],
  },
  stl: {
    recognition: { mark: { isIn: beginsAsStl, what: 'a count of triangles or "solid"' }, byEnding: true },
    cloud: [
      {
        read: async (cursor, options) => (await import('./read/mesh/stl-vertices.ts')).readStlVertices(cursor, options),
      },
    ],
    mesh: [{ read: readStlMesh }],
    write: writeStl,
  },
  glb: {
    recognition: { mark: { isIn: ({ bytes }) => isGlb(bytes), what: '"glTF"' } },
    cloud: [
      {
        read: async (cursor, options) => (await import('./read/mesh/glb-vertices.ts')).readGlbVertices(cursor, options),
      },
    ],
    mesh: [{ read: async (bytes, name) => readGlbMesh(await unpackedGlb(bytes, name), name) }],
    write: writeGlb,
  },
  'glb-compressed': {
    write: async (mesh, out, signal) =>
      (await import('./write/write-compressed-glb.ts')).writeCompressedGlb(mesh, out, signal),
  },
  '3mf': {
    recognition: { mark: { isIn: beginsAs3mf, what: 'a ZIP with a folder "3D"' }, byEnding: true },
    cloud: [
      {
        read: async (cursor, options) => (await import('./read/mesh/3mf-vertices.ts')).read3mfVertices(cursor, options),
      },
    ],
    mesh: [{ read: async (bytes, name) => (await import('./read-mesh/read-3mf-mesh.ts')).read3mfMesh(bytes, name) }],
    write: write3mf,
  },
};

/** `ply` and a line end or blank; before it nothing but blanks and a byte order mark. */
function beginsAsPly({ text }: FileHead): boolean {
  return /^(?:\xef\xbb\xbf)?\s{0,64}ply[\0-\x20]/i.test(text.slice(0, 80));
}

function beginsAsLas({ text }: FileHead): boolean {
  return text.startsWith('LASF');
}

/** The number of the point format has a mark in LAZ. Neither the name nor this decides: the reader looks closer. */
function isPackedLas({ bytes }: FileHead): boolean {
  return ((bytes[104] ?? 0) & 0xc0) !== 0;
}

/**
 * The parts of its ZIP may come in any order; many writers have the model near the front, and the others their ending.
 */
function beginsAs3mf({ text }: FileHead): boolean {
  return text.startsWith('PK\x03\x04') && /(?:^|[^\w])\/?3D\/[\w/-]+\.model/.test(text);
}

function beginsAsStl({ bytes, size, text }: FileHead): boolean {
  return isBinaryStl(bytes, size) || /^\s*solid\s[^]*\bfacet\s/.test(text);
}
