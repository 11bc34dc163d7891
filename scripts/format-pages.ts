/**
 * `npm run tables`: what the README, docs/batch.md and electron-builder.yml say of formats, from the one table
 * (`src/engine/formats/formats.ts`), between markers. A test fails while they are behind it.
 *
 * What a table cannot say in data (how a format keeps a thing, what it is good for) stands here, for every format that
 * is written, or this does not compile.
 */
import {
  BATCH_FORMATS,
  CLOUD_FORMATS,
  type CloudFormat,
  type CloudPart,
  type CloudReading,
  endingFor,
  endingsOf,
  EXPORT_FORMATS,
  type ExportFormat,
  FORMATS,
  MESH_FORMATS,
  type MeshPart,
  notKept,
  READ_FORMATS,
} from '../src/engine/formats/formats.ts';
import { joinedText } from '../src/engine/option-kinds.ts';
import { type Pages, writePages } from './fill-markers.ts';

interface Words {
  /** Behind “yes” where colours and normals are kept. */
  readonly colors?: string;
  /** Behind “yes” or “no” to large coordinates. */
  readonly shift: string;
  readonly goodFor: string;
}

const WORDS: Readonly<Record<ExportFormat, Words>> = {
  ply: { shift: 'as `double`', goodFor: 'everything; the safe choice' },
  obj: { shift: 'as text', goodFor: 'programs that know nothing newer' },
  stl: { shift: 'less the global shift', goodFor: '3D printing' },
  glb: {
    colors: 'colours as linear light',
    shift: "as the node's translation",
    goodFor: 'browsers, Blender, game engines; turned from z-up to y-up by its node',
  },
  '3mf': {
    shift: 'less the global shift',
    goodFor: '3D printing, with colours; says that its lengths are millimetres',
  },
};

const CLOUD_PART_WORDS: Readonly<Record<CloudPart, string>> = {
  normals: 'normals',
  colors: 'colours',
  intensity: 'intensity',
  classes: 'classes',
  returns: 'returns',
  time: 'time',
  scans: 'stations',
  sensors: 'sensors',
  crs: 'coordinate system',
};

export const FORMAT_PAGES: Pages = {
  'README.md': {
    read: readTable(),
    kept: keptTable(),
  },
  'docs/batch.md': {
    clouds: joinedText(endingsOf(BATCH_FORMATS).map(dotted), ' and '),
    option: formatIds(),
    field: formatIds(),
  },
  'electron-builder.yml': { associations: associations() },
};

function readTable(): string {
  const rows = READ_FORMATS.map((id) => {
    const { name, endings, ...uses } = FORMATS[id];
    const kinds = [...('cloud' in uses ? ['cloud'] : []), ...('mesh' in uses ? ['mesh'] : [])];
    const kept = 'cloud' in uses ? (uses.cloud as CloudReading).keeps.map((part) => CLOUD_PART_WORDS[part]) : [];
    return `| ${name} | ${endings.map(dotted).join(', ')} | ${kinds.join(', ')} | ${kept.join(', ')} |`;
  });
  const heads = ['| format | endings | read as | of a cloud it keeps |', '| --- | --- | --- | --- |'];
  return [...heads, ...rows].join('\n');
}

function keptTable(): string {
  const rows = EXPORT_FORMATS.map((id) => {
    const { colors, shift, goodFor } = WORDS[id];
    const lost = notKept(id);
    const looks = lostWords(lost) ?? (colors === undefined ? 'yes' : `yes, ${colors}`);
    const place = lost.includes('shift') ? `no: ${shift}` : `yes, ${shift}`;
    return `| \`.${endingFor(id)}\` | ${looks} | ${place} | ${goodFor} |`;
  });
  return ['| ending | colours, normals | large coordinates | good for |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

/** Undefined where colours, normals and shared vertices are all kept. */
function lostWords(lost: readonly MeshPart[]): string | undefined {
  const has = (part: MeshPart): boolean => !lost.includes(part);
  const looks = has('colors') && has('normals') ? 'yes' : has('colors') ? 'colours' : has('normals') ? 'normals' : 'no';
  if (!has('sharedVertices')) return `${looks}, nor shared vertices`;
  return looks === 'yes' ? undefined : looks;
}

function associations(): string {
  const rowsOf = (id: CloudFormat): string[] => {
    const { opensWith }: CloudReading = FORMATS[id].cloud;
    return (opensWith?.endings ?? []).map(
      (ending) => `  - { ext: ${ending}, name: Point cloud, role: Viewer, mimeType: ${opensWith?.mimeType} }`,
    );
  };
  return CLOUD_FORMATS.flatMap(rowsOf).join('\n');
}

function dotted(ending: string): string {
  return `\`.${ending}\``;
}

/** What `--format` and a job's `output.format` take. */
function formatIds(): string {
  const quoted = MESH_FORMATS.map((id) => `\`${id}\``);
  return joinedText(quoted, ' or ');
}

if (import.meta.main) writePages('formats', FORMAT_PAGES);
