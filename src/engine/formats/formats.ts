/**
 * The one table of file formats: what each is called, how its files end, whether it is read as a cloud, read as a mesh
 * or written, and what it keeps. All that is said of formats anywhere (dialogs, help, errors, grants, job files, the
 * README's tables) is read from here; `codecs.ts` holds the reader and writer of every row, and does not compile while
 * one is missing.
 *
 * Plain data without imports, so that rooms that must not pull the engine in (main, preload, the web server, the
 * window) may have it, too.
 */

/** What a mesh may have besides triangles, in the order in which its loss is told. */
export const MESH_PARTS = ['sharedVertices', 'shift', 'normals', 'colors', 'trust', 'texture'] as const;
/** Those that more than PLY, which names its columns, has a place for. */
const COMMON_PARTS = ['sharedVertices', 'shift', 'normals', 'colors'] as const satisfies readonly MeshPart[];
/** `shift`: a place in the world that float32 cannot hold. */
export type MeshPart = (typeof MESH_PARTS)[number];

/** What a cloud may have besides positions. */
export type CloudPart =
  | 'normals'
  | 'colors'
  | 'intensity'
  | 'classes'
  | 'returns'
  | 'time'
  /** Which station a point comes from. */
  | 'scans'
  /** Where the stations stood. */
  | 'sensors'
  /** The coordinate system. */
  | 'crs';

/** What a file may name in a column or property of its own. */
const NAMED = ['normals', 'colors', 'intensity', 'classes', 'returns', 'time'] as const satisfies readonly CloudPart[];
const LIDAR = ['colors', 'intensity', 'classes', 'returns', 'time', 'crs'] as const satisfies readonly CloudPart[];

export interface CloudReading {
  readonly keeps: readonly CloudPart[];
  /** What a system that has GridPull installed opens with it; null leaves the files to other programs. */
  readonly opensWith: { readonly mimeType: string; readonly endings: readonly string[] } | null;
  /** Its points are the vertices of a mesh: a batch takes such files only where a pattern asks for them. */
  readonly isMesh?: true;
  /** Most files that end so are something else: a batch takes them only where a pattern asks for them, too. */
  readonly isVague?: true;
}

/** Clouds that are meshes to all other programs: a system goes on opening them with those. */
const verticesWith = <Part extends CloudPart>(...keeps: readonly Part[]) =>
  ({ keeps, opensWith: null, isMesh: true }) as const;

export interface MeshWriting {
  readonly keeps: readonly MeshPart[];
  /** The unit that programs take the lengths in; null where the format says nothing, so that they ask or guess. */
  readonly unit: 'm' | 'mm' | null;
  /**
   * What a file says of which way is up: GLB turns its contents, so that y is up for all programs; null where they
   * guess.
   */
  readonly up: 'y' | null;
  /** Roughly, of a vertex and of a triangle: progress goes by them. */
  readonly bytes: readonly [vertex: number, triangle: number];
}

/** A row of the table. `cloud`, `mesh` and `written` are each left out where the format is not that. */
interface FormatRow {
  /** The name in lists and messages. */
  readonly name: string;
  /** Lower case, without the dot; the first is given to what we write. */
  readonly endings: readonly [string, ...string[]];
  /** Read as a cloud. */
  readonly cloud?: CloudReading;
  /** Read as a mesh. */
  readonly mesh?: true;
  readonly written?: MeshWriting;
  /** Another way to write that format, chosen by its id alone: an ending and the window's lists mean the other one. */
  readonly variantOf?: string;
}

/** In the order of lists. */
export const FORMATS = {
  ply: {
    name: 'PLY',
    endings: ['ply'],
    cloud: { keeps: NAMED, opensWith: { mimeType: 'application/x-ply', endings: ['ply'] } },
    mesh: true,
    written: { keeps: [...COMMON_PARTS, 'trust'], unit: null, up: null, bytes: [28, 13] },
  },
  'ply-ascii': {
    name: 'PLY as text',
    endings: ['ply'],
    written: { keeps: [...COMMON_PARTS, 'trust'], unit: null, up: null, bytes: [70, 22] },
    variantOf: 'ply',
  },
  xyz: {
    name: 'text',
    endings: ['xyz', 'txt', 'asc', 'csv', 'xyzn', 'xyzrgb', 'xyzi', 'xyzb', 'npts', 'neu', 'dat', '3d'],
    // Plain .txt is left to the editors; the open dialog has it.
    cloud: { keeps: NAMED, opensWith: { mimeType: 'text/x-xyz', endings: ['xyz', 'asc'] } },
  },
  pts: {
    name: 'PTS',
    endings: ['pts'],
    cloud: {
      keeps: ['normals', 'colors', 'intensity', 'scans'],
      opensWith: { mimeType: 'text/x-pts', endings: ['pts'] },
    },
  },
  ptx: {
    name: 'PTX',
    endings: ['ptx'],
    cloud: {
      keeps: ['colors', 'intensity', 'scans', 'sensors'],
      opensWith: { mimeType: 'text/x-ptx', endings: ['ptx'] },
    },
  },
  pcd: {
    name: 'PCD',
    endings: ['pcd'],
    cloud: {
      keeps: ['normals', 'colors', 'intensity', 'classes', 'sensors'],
      opensWith: { mimeType: 'application/x-pcd', endings: ['pcd'] },
    },
  },
  e57: {
    name: 'E57',
    endings: ['e57'],
    cloud: {
      keeps: ['normals', 'colors', 'intensity', 'returns', 'time', 'scans', 'sensors', 'crs'],
      opensWith: { mimeType: 'model/e57', endings: ['e57'] },
    },
  },
  bin: { name: 'BIN', endings: ['bin'], cloud: { keeps: ['intensity', 'sensors'], opensWith: null, isVague: true } },
  spz: { name: 'SPZ', endings: ['spz'], cloud: { keeps: ['colors'], opensWith: null } },
  sog: { name: 'SOG', endings: ['sog'], cloud: { keeps: ['colors'], opensWith: null } },
  splat: { name: 'SPLAT', endings: ['splat'], cloud: { keeps: ['colors'], opensWith: null } },
  ksplat: { name: 'KSPLAT', endings: ['ksplat'], cloud: { keeps: ['colors'], opensWith: null } },
  las: {
    name: 'LAS',
    endings: ['las'],
    cloud: { keeps: LIDAR, opensWith: { mimeType: 'application/vnd.las', endings: ['las'] } },
  },
  laz: {
    name: 'LAZ',
    endings: ['laz'],
    cloud: { keeps: LIDAR, opensWith: { mimeType: 'application/vnd.laszip', endings: ['laz'] } },
  },
  obj: {
    name: 'OBJ',
    endings: ['obj'],
    cloud: verticesWith('normals', 'colors'),
    mesh: true,
    // Its pictures lie in files of their own: `besideName`.
    written: { keeps: [...COMMON_PARTS, 'texture'], unit: null, up: null, bytes: [75, 45] },
  },
  off: { name: 'OFF', endings: ['off'], cloud: verticesWith('normals', 'colors'), mesh: true },
  stl: {
    name: 'STL',
    endings: ['stl'],
    cloud: verticesWith(),
    mesh: true,
    // Triangles near zero and nothing else: a shift would cost their float32 the digits it is there to keep.
    written: { keeps: [], unit: null, up: null, bytes: [0, 50] },
  },
  glb: {
    name: 'GLB',
    endings: ['glb'],
    cloud: verticesWith('normals', 'colors'),
    mesh: true,
    written: { keeps: [...COMMON_PARTS, 'texture'], unit: 'm', up: 'y', bytes: [28, 12] },
  },
  'glb-compressed': {
    name: 'compressed GLB',
    endings: ['glb'],
    written: { keeps: [...COMMON_PARTS, 'texture'], unit: 'm', up: 'y', bytes: [8, 3] },
    variantOf: 'glb',
  },
  '3mf': {
    name: '3MF',
    endings: ['3mf'],
    cloud: verticesWith('colors'),
    mesh: true,
    // Slicers hold float32, as in STL.
    written: { keeps: ['sharedVertices', 'colors'], unit: 'mm', up: null, bytes: [15, 12] },
  },
} as const satisfies Readonly<Record<string, FormatRow>>;

export type FormatId = keyof typeof FORMATS;
type Having<Field extends keyof FormatRow> = {
  [Id in FormatId]: Field extends keyof (typeof FORMATS)[Id] ? Id : never;
}[FormatId];
/** Read as clouds. */
export type CloudFormat = Having<'cloud'>;
/** Read as meshes. */
export type ReadMeshFormat = Having<'mesh'>;
/** Read at all. */
export type ReadFormat = CloudFormat | ReadMeshFormat;
/** Written. */
export type MeshFormat = Having<'written'>;
/** Written, and chosen by an ending or from a list. */
export type ExportFormat = Exclude<MeshFormat, Having<'variantOf'>>;

function having<Field extends keyof FormatRow>(field: Field): readonly Having<Field>[] {
  const ids = Object.keys(FORMATS) as FormatId[];
  return Object.freeze(ids.filter((id): id is Having<Field> => Object.hasOwn(FORMATS[id], field)));
}

export const CLOUD_FORMATS: readonly CloudFormat[] = having('cloud');
/** Those that a batch looks for unasked: what it wrote itself as OBJ, STL or GLB is no input of the next one. */
export const BATCH_FORMATS: readonly CloudFormat[] = CLOUD_FORMATS.filter((id) => {
  const { isMesh, isVague }: CloudReading = FORMATS[id].cloud;
  return !isMesh && !isVague;
});
export const READ_MESH_FORMATS: readonly ReadMeshFormat[] = having('mesh');
/** All formats that are read, each once. */
export const READ_FORMATS: readonly ReadFormat[] = (Object.keys(FORMATS) as FormatId[]).filter(
  (id): id is ReadFormat => 'cloud' in FORMATS[id] || 'mesh' in FORMATS[id],
);
export const MESH_FORMATS: readonly MeshFormat[] = having('written');
export const EXPORT_FORMATS: readonly ExportFormat[] = MESH_FORMATS.filter(
  (id): id is ExportFormat => !Object.hasOwn(FORMATS[id], 'variantOf'),
);

/** Their names as lists have them. */
export function namesOf(formats: readonly FormatId[]): string {
  return formats.map((id) => FORMATS[id].name).join(', ');
}

/** Each ending once, lower case and without dots. */
export function endingsOf(formats: readonly FormatId[]): readonly string[] {
  return [...new Set(formats.flatMap((id) => FORMATS[id].endings))];
}

/** What a mesh in a file of `format` cannot have, in the order of `MESH_PARTS`. */
export function notKept(format: MeshFormat): readonly MeshPart[] {
  const { keeps }: MeshWriting = FORMATS[format].written;
  return MESH_PARTS.filter((part) => !keeps.includes(part));
}

/** Whether a path ends as files of `format` do. */
export function fitsFormat(path: string, format: FormatId): boolean {
  const { endings }: FormatRow = FORMATS[format];
  return endings.includes(endingOf(path));
}

/** Given to files of `format`, without the dot. */
export function endingFor(format: MeshFormat): string {
  return FORMATS[format].endings[0];
}

/** The ending of a path or name: lower case, without the dot, '' where there is none. */
export function endingOf(path: string): string {
  return /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
}

/** A path or name without its ending and the dot before that. */
export function withoutEnding(path: string): string {
  return path.replace(/\.[^./\\]*$/, '');
}

/** The files beside an OBJ with a texture, by what is in them: each ends so in place of the mesh's ending. */
const BESIDE_ENDINGS = { material: 'mtl', colors: 'colors.png', relief: 'relief.png' } as const;
export type BesidePart = keyof typeof BESIDE_ENDINGS;
export const BESIDE_PARTS = Object.keys(BESIDE_ENDINGS) as readonly BesidePart[];

/**
 * The name of a file beside a mesh: `statue.mtl`, `statue.colors.png`, `statue.relief.png` for `statue.obj`. OBJ and
 * MTL name it at the end of a line, where there is no quoting: what would end the line, begin a comment or look like an
 * option is written as `_`.
 *
 * @param name of the mesh's file, without its folder
 */
export function besideName(name: string, part: BesidePart): string {
  const stem = withoutEnding(name).replace(/^[-\s]|[\0-\x1f\x7f#\\\x85\u2028\u2029]|\s(?=\s)/g, '_');
  return `${stem}.${BESIDE_ENDINGS[part]}`;
}

/** No text of a coordinate system takes more: a larger `.prj` is another kind of file. */
export const MOST_PROJECTION_BYTES = 1 << 16;

/** The file beside one that names its coordinate system (`projection-file.ts`): `scan.prj` for `scan.xyz.gz`. */
export function projectionName(path: string): string {
  return `${withoutEnding(path.replace(/\.gz$/i, ''))}.prj`;
}
