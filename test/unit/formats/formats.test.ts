/** The table of formats: what a row forgets is named here, unless the compiler names it. */
import { describe, expect, it } from 'vitest';
import { stalePages } from '../../../scripts/fill-markers.ts';
import { FORMAT_PAGES } from '../../../scripts/format-pages.ts';
import { OUTPUT_ENDINGS } from '../../../src/batch/output-names.ts';
import { withArticle } from '../../../src/engine/formats/article.ts';
import { CODECS } from '../../../src/engine/formats/codecs.ts';
import { FileHead } from '../../../src/engine/formats/file-head.ts';
import {
  CLOUD_FORMATS,
  endingFor,
  endingOf,
  endingsOf,
  EXPORT_FORMATS,
  FORMATS,
  type FormatId,
  MESH_FORMATS,
  notKept,
  READ_FORMATS,
  READ_MESH_FORMATS,
  withoutEnding,
} from '../../../src/engine/formats/formats.ts';
import { readMesh } from '../../../src/engine/formats/read-mesh/read-mesh.ts';
import { readCloud } from '../../../src/engine/formats/read/read-cloud.ts';
import { readerFor, recognise } from '../../../src/engine/formats/recognise.ts';
import { formatFromName } from '../../../src/engine/formats/write/format-from-name.ts';
import type { TriangleMesh } from '../../../src/engine/mesh/triangle-mesh.ts';
import { joinedText } from '../../../src/engine/option-kinds.ts';
import { quietContext } from '../../run-context.ts';
import { meshBytes } from '../../shapes/mesh-bytes.ts';
import { tetrahedron } from '../../shapes/meshes.ts';

const ALL = Object.keys(FORMATS) as FormatId[];

function shiftedTetrahedron(): TriangleMesh {
  const { positions, indices } = tetrahedron();
  return { positions: Float32Array.from(positions), indices, shift: [500_000, 5_400_000.5, 100] };
}

describe('every row', () => {
  it('has the article that its name is spoken with', () => {
    const names = [...new Set(ALL.map((id) => FORMATS[id].name))];
    expect(names.map(withArticle).sort()).toEqual(
      [
        ...[
          'a 3MF',
          'a BIN',
          'a GLB',
          'a KSPLAT',
          'a LAS',
          'a LAZ',
          'a PCD',
          'a PLY',
          'a PLY as text',
          'a PTS',
          'a PTX',
          'a compressed GLB',
          'a SOG',
          'a SPLAT',
        ],
        ...['a text', 'an E57', 'an OBJ', 'an OFF', 'an SPZ', 'an STL'],
      ].sort(),
    );
  });

  it.each(ALL)('%s has endings in lower case, without dots', (id) => {
    for (const ending of FORMATS[id].endings) expect(ending).toMatch(/^[a-z0-9]+$/);
  });

  it.each(ALL)('%s shares no ending with another format of its use, but for a variant', (id) => {
    const uses: readonly (readonly FormatId[])[] = [CLOUD_FORMATS, READ_MESH_FORMATS, EXPORT_FORMATS];
    for (const use of uses.filter((ids) => ids.includes(id))) {
      const others: readonly string[] = endingsOf(use.filter((other) => other !== id));
      expect(FORMATS[id].endings.filter((ending) => others.includes(ending))).toEqual([]);
    }
  });

  it.each(READ_FORMATS)('%s is told from others by a mark or by its ending', (id) => {
    const { mark, byEnding } = CODECS[id].recognition;
    expect(mark !== undefined || byEnding, `CODECS.${id}.recognition`).toBe(true);
  });

  it.each(MESH_FORMATS)('%s can be read back as what it keeps', async (id) => {
    const mesh = shiftedTetrahedron();
    const bytes = await meshBytes(mesh, id);
    const read = await readMesh(bytes, `mesh.${endingFor(id)}`, quietContext);
    const lost = notKept(id);
    const corner = (axis: number): number => read.positions[3 * read.indices[0]! + axis]!;
    const shift = lost.includes('shift') ? [0, 0, 0] : mesh.shift;
    expect([0, 1, 2].map(corner)).toEqual(
      shift.map((value, axis) => value + mesh.positions[3 * mesh.indices[0]! + axis]!),
    );
    expect(read.positions.length / 3).toBe(lost.includes('sharedVertices') ? mesh.indices.length : 4);
  });

  it.each(MESH_FORMATS)('%s may be written by a batch of the window', (id) => {
    expect(OUTPUT_ENDINGS).toContain(endingFor(id));
  });

  it.each(EXPORT_FORMATS)('%s is what its own ending stands for', (id) => {
    for (const ending of FORMATS[id].endings) expect(formatFromName(`Mesh.${ending.toUpperCase()}`)).toBe(id);
  });
});

it('README, batch.md and electron-builder.yml say what the table says (else: npm run tables)', () => {
  expect(stalePages('formats', FORMAT_PAGES)).toEqual([]);
});

describe('what a file is', () => {
  const headOf = (name: string, text: string): FileHead => {
    const bytes = new TextEncoder().encode(text);
    return new FileHead(name, bytes, bytes.length);
  };

  it.each([
    ['a mark, whatever the name', 'mesh.obj', 'OFF\n3 1 0\n', 'off'],
    ['the ending, before a likeness', 'mesh.stl', 'v 1 2 3\n', 'stl'],
    ['a likeness, where neither told', 'mesh.ply', '# made by hand\nv 1 2 3\n', 'obj'],
    ['nothing at all', 'mesh', 'hello', undefined],
  ])('is told by %s', (_, name, text, format) => {
    expect(recognise(headOf(name, text), READ_MESH_FORMATS)).toBe(format);
  });

  it('is read by the first of its format’s readers that takes it', () => {
    const readers = [{ takes: ({ text }: FileHead) => text.includes('splat'), read: 'splats' }, { read: 'points' }];
    expect(readerFor(readers, headOf('a.ply', 'ply\ncomment splat'))).toBe('splats');
    expect(readerFor(readers, headOf('a.ply', 'ply\n'))).toBe('points');
  });

  it('is refused with all kinds that are read', async () => {
    const source = {
      name: 'cloud.foo',
      stream: async function* () {
        yield new TextEncoder().encode('hello');
      },
    };
    const all = endingsOf(CLOUD_FORMATS).map((ending) => `.${ending}`);
    const refusal: unknown = await readCloud(source, quietContext).catch((error: unknown) => error);
    for (const ending of all) expect(String(refusal)).toContain(ending);
  });
});

describe('names', () => {
  it.each([
    ['a/b.c/scan.PLY', 'ply', 'a/b.c/scan'],
    ['a.b/scan', '', 'a.b/scan'],
    ['scan.', '', 'scan'],
    ['.ply', 'ply', ''],
    ['a\\b.c\\scan', '', 'a\\b.c\\scan'],
  ])('%s ends in "%s"', (path, ending, stem) => {
    expect(endingOf(path)).toBe(ending);
    expect(withoutEnding(path)).toBe(stem);
  });

  it('are listed as a person writes them', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((words) => joinedText(words, ' or '))).toEqual([
      '',
      'a',
      'a or b',
      'a, b or c',
    ]);
  });
});
