/** 3MF as other programs write it, and as nobody should. */
import { strToU8, type Zippable, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readMesh } from '../../../../src/engine/formats/read-mesh/read-mesh.ts';
import { readCloud } from '../../../../src/engine/formats/read/read-cloud.ts';
import type { WorldMesh } from '../../../../src/engine/mesh/world-mesh.ts';
import { quietContext } from '../../../run-context.ts';
import { bytesSource } from '../read/sources.ts';

const read = (bytes: Uint8Array, name = 'mesh.3mf'): Promise<WorldMesh> => readMesh(bytes, name, quietContext);

const CORE = 'http://schemas.microsoft.com/3dmanufacturing/core/2015/02';
const MATERIAL = 'http://schemas.microsoft.com/3dmanufacturing/material/2015/02';
const SLICE = 'http://schemas.microsoft.com/3dmanufacturing/slice/2015/07';
const VERTICES =
  '<vertices><vertex x="0" y="0" z="0"/><vertex x="1" y="0" z="0"/><vertex x="0" y="1" z="0"/></vertices>';
const TRIANGLE = '<triangles><triangle v1="0" v2="1" v3="2"/></triangles>';
const OBJECT = `<object id="5"><mesh>${VERTICES}${TRIANGLE}</mesh></object>`;

const model = (resources: string, build: string, head = ''): string =>
  `<?xml version="1.0"?><model unit="inch" xmlns="${CORE}" ${head}><resources>${resources}</resources><build>${build}</build></model>`;
const file = (text: string, others: Zippable = {}): Uint8Array =>
  zipSync({ '3D/3dmodel.model': strToU8(text), ...others });

describe('objects', () => {
  it('stand where items and components put them', async () => {
    const whole = `<object id="6"><components><component objectid="5" transform="2 0 0 0 2 0 0 0 2 1 0 0"/></components></object>`;
    // A quarter turn about z, then three up; a second one as it is; a third mirrored.
    const items =
      '<item objectid="6" transform="0 1 0 -1 0 0 0 0 1 0 0 3"/><item objectid="5"/>' +
      '<item objectid="5" transform="-1 0 0 0 1 0 0 0 1 0 0 0"/>';
    const { positions, indices } = await read(file(model(OBJECT + whole, items)));
    expect([...positions]).toEqual([0, 1, 3, 0, 3, 3, -2, 1, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, -1, 0, 0, 0, 1, 0]);
    expect([...indices]).toEqual([0, 1, 2, 3, 4, 5, 6, 8, 7]);
  });

  it('may lie in other parts, under any name of the root', async () => {
    const root = model(
      '<object id="1"><components><component p:path="/3D/Objects/a.model" objectid="5"/></components></object>',
      '<item objectid="1"/>',
    );
    const rels = `<Relationships><Relationship Target="/3D/main.model" Id="r" Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>`;
    const parts = {
      '_rels/.rels': strToU8(rels),
      '3D/main.model': strToU8(root),
      '3D/Objects/a.model': strToU8(model(OBJECT, '')),
    };
    expect((await read(zipSync(parts))).indices).toHaveLength(3);
  });

  it('are those of the core namespace, by whatever prefix', async () => {
    const slices = `<s:slicestack id="9" xmlns:s="${SLICE}"><s:slice><s:vertices><s:vertex x="9" y="9"/></s:vertices></s:slice></s:slicestack>`;
    expect((await read(file(model(slices + OBJECT, '<item objectid="5"/>')))).positions).toHaveLength(9);
    const prefixed = model(OBJECT, '<item objectid="5"/>')
      .replace(/<(\/?)(\w)/g, '<$1c:$2')
      .replace('xmlns=', 'xmlns:c=');
    expect((await read(file(prefixed))).positions).toHaveLength(9);
  });
});

describe('colours of vertices', () => {
  const colorsOf = async (resources: string, head = ''): Promise<[number[] | undefined, string[]]> => {
    const bytes = file(model(resources, '<item objectid="5"/>', head));
    const cloud = await readCloud(bytesSource('mesh.3mf', bytes), quietContext);
    return [cloud.colors && [...cloud.colors], cloud.stats.warnings.slice(1)];
  };
  const group =
    '<m:colorgroup id="2"><m:color color="#ff0000"/><m:color color="#00FF0080"/><m:color color="#0000ff"/></m:colorgroup>';
  const withTriangle = (triangle: string, object = ''): string =>
    `<object id="5" ${object}><mesh>${VERTICES}<triangles>${triangle}</triangles></mesh></object>`;
  const head = `xmlns:m="${MATERIAL}"`;

  it('are those of their corners', async () => {
    const triangle = '<triangle v1="0" v2="1" v3="2" pid="2" p1="2" p2="1" p3="0"/>';
    expect(await colorsOf(group + withTriangle(triangle), head)).toEqual([[0, 0, 255, 0, 255, 0, 255, 0, 0], []]);
  });

  it('are that of the triangle, or of the object', async () => {
    const one = '<triangle v1="0" v2="1" v3="2" pid="2" p1="1"/>';
    expect((await colorsOf(group + withTriangle(one), head))[0]).toEqual([0, 255, 0, 0, 255, 0, 0, 255, 0]);
    const base = '<basematerials id="3"><base name="a" displaycolor="#102030"/></basematerials>';
    const object = 'pid="3" pindex="0"';
    expect((await colorsOf(base + withTriangle('<triangle v1="0" v2="1" v3="2"/>', object)))[0]).toEqual([
      16, 32, 48, 16, 32, 48, 16, 32, 48,
    ]);
  });

  it('are none where no corner has one, and grey where only some have', async () => {
    expect((await colorsOf(withTriangle('<triangle v1="0" v2="1" v3="2"/>')))[0]).toBeUndefined();
    const extra = `<object id="5"><mesh>${VERTICES.replace('</vertices>', '<vertex x="1" y="1" z="0"/></vertices>')}<triangles><triangle v1="0" v2="1" v3="2" pid="2" p1="0"/></triangles></mesh></object>`;
    const [colors, warnings] = await colorsOf(group + extra, head);
    expect(colors?.slice(9)).toEqual([128, 128, 128]);
    expect(warnings).toEqual(['mesh.3mf: 1 of its 4 vertices have no colour; they are grey.']);
  });
});

describe('refused in a sentence', () => {
  const item = '<item objectid="5"/>';
  const ring = '<object id="5"><components><component objectid="5"/></components></object>';
  const objects = Array.from(
    { length: 40 },
    (_, i) =>
      `<object id="${i}"><components><component objectid="${i + 1}"/><component objectid="${i + 1}"/></components></object>`,
  );
  it.each<[string, Uint8Array, RegExp]>([
    ['what is no ZIP', strToU8('hello'), /directory of files is not there/],
    ['a ZIP that is cut', file(model(OBJECT, item)).slice(0, -60), /directory of files/],
    ['a ZIP without a model', zipSync({ 'a.txt': strToU8('a') }), /it has no model \(3D\/3dmodel\.model\)/],
    ['no XML', file('<model'), /no well-formed XML/],
    ['no objects', file(model('', '')), /holds no triangles/],
    ['an object that is not there', file(model(OBJECT, '<item objectid="7"/>')), /builds object 7, which is not there/],
    [
      'a part that is not there',
      file(model('', '<item objectid="7" p:path="/3D/b.model"/>')),
      /part 3D\/b\.model is missing/,
    ],
    ['an object made of itself', file(model(ring, item)), /deeper than 64/],
    [
      'objects that double forty times',
      file(model(objects.join('') + OBJECT.replace('"5"', '"40"'), '<item objectid="0"/>')),
      /repeats its objects too often/,
    ],
    [
      'a corner beyond the vertices',
      file(model(OBJECT.replace('v3="2"', 'v3="3"'), item)),
      /triangle 0 names vertex 3 of 3/,
    ],
    ['a corner that is no number', file(model(OBJECT.replace('v3="2"', 'v3="x"'), item)), /names vertex x of 3/],
    [
      'a place that is no number',
      file(model(OBJECT.replace('x="0" y="1"', 'x="0" y="one"'), item)),
      /vertex 2 has a coordinate that is no number/,
    ],
    [
      'a transform of three numbers',
      file(model(OBJECT, '<item objectid="5" transform="1 2 3"/>')),
      /not twelve numbers/,
    ],
    ['text that packs too well', file(model(OBJECT, item) + ' '.repeat(7e6)), /packed more densely/],
  ])('%s', async (_what, bytes, message) => {
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'mesh-format',
      message: expect.stringMatching(message) as string,
    });
    const cloud = readCloud(bytesSource('mesh.3mf', bytes), quietContext);
    await expect(cloud).rejects.toMatchObject({ code: expect.stringMatching(/^cloud-/) as string });
  });
});
