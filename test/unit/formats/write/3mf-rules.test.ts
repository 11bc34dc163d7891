/** 3MF files against the rules of the published specification, by a checker that finds each kind of fault. */
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { finishSurface } from '../../../../src/engine/finish/finish-surface.ts';
import { INLINE_TASKS } from '../../../../src/engine/host/inline-host.ts';
import type { TriangleMesh } from '../../../../src/engine/mesh/triangle-mesh.ts';
import { DEFAULTS } from '../../../../src/engine/options.ts';
import { modelFaults, packageFaults } from '../../../formats/3mf-schema.ts';
import { SmallDomParser, type SmallElement } from '../../../formats/small-dom.ts';
import { quietContext } from '../../../run-context.ts';
import { meshBytes } from '../../../shapes/mesh-bytes.ts';
import { torus } from '../../../shapes/meshes.ts';

const { positions, indices } = torus(16, 8);
// Numbers of all sizes: texts with exponents as well.
const odd = Float32Array.from(positions, (value, i) => value * 10 ** ((i % 40) - 20));
const ring: TriangleMesh = { positions: Float32Array.from(positions), indices, shift: [0, 0, 0] };
const colors = Uint8Array.from(positions, (_, i) => (i * 37) % 256);

const partsOf = (bytes: Uint8Array): Map<string, string> =>
  new Map(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, new TextDecoder().decode(part)]));
const parsed = (text: string): SmallElement => new SmallDomParser().parseFromString(text).documentElement;
const faultsOf = (parts: ReadonlyMap<string, string>): string[] => {
  const documents = new Map([...parts].map(([name, text]) => [name, parsed(text)]));
  return [...packageFaults(documents), ...modelFaults(documents.get('3D/3dmodel.model')!)];
};

describe('by the rules of 3MF nothing is wrong with', () => {
  it.each<[string, () => Promise<TriangleMesh> | TriangleMesh]>([
    ['a mesh', () => ring],
    ['one with colours', () => ({ ...ring, colors })],
    [
      'one with normals, trust and a shift',
      () => ({
        ...ring,
        normals: ring.positions,
        trust: { uncertainties: new Float32Array(positions.length / 3), guessed: new Uint8Array(positions.length / 3) },
        shift: [4e5, 5e6, 100],
      }),
    ],
    ['numbers of all sizes', () => ({ ...ring, positions: odd })],
    ['an empty one', () => ({ ...ring, colors, indices: new Uint32Array() })],
    [
      'one that was finished',
      async () =>
        (await finishSurface({ ...ring, colors }, { ...DEFAULTS, simplify: '50%' }, INLINE_TASKS, quietContext)).mesh,
    ],
  ])('%s', async (_, make) => {
    expect(faultsOf(partsOf(await meshBytes(await make(), '3mf')))).toEqual([]);
  });
});

describe('the checker finds', () => {
  it.each([
    ['a unit that is none', 'unit="millimeter"', 'unit="mm"', /unit of model is mm/],
    ['an unknown attribute', 'type="model"', 'kind="model"', /no attribute kind/],
    ['an unknown element', /<(\/?)mesh>/g, '<$1shell>', /no element shell/],
    ['another order', /(<metadata.*<\/metadata>)([^]*)(<\/model>)/, '$2$1$3', /metadata does not belong there/],
    ['a name of metadata that is none', 'name="Application"', 'name="Program"', /name of metadata is Program/],
    ['a number that is none', / x="[^"]*"/, ' x="1."', /x of vertex is 1\./],
    ['a coordinate that is missing', / y="[^"]*"/, '', /vertex lacks y/],
    ['too few vertices', /<vertex [^]*(?=<vertex [^>]*>\s*<\/vertices>)/, '', /vertices has 1 of vertex/],
    ['a vertex twice', /v1="(\d+)" v2="\d+"/, 'v1="$1" v2="$1"', /names a vertex twice/],
    ['a vertex that is not there', /v3="\d+"/, 'v3="100000"', /vertex that is not there/],
    ['a colour that is none', /color="#[^"]*"/, 'color="red"', /color of m:color is red/],
    ['a colour that is not there', /p1="\d+"/, 'p1="99999"', /colour that is not there/],
    ['a group that is not there', 'pid="1" pindex', 'pid="7" pindex', /no such colour/],
    ['one id for two', 'object id="2"', 'object id="1"', /two resources/],
    ['nothing to build', 'objectid="2"', 'objectid="1"', /no object to build/],
    ['an extension that is not declared', / xmlns:m="[^"]*"/, '', /m is not declared/],
    ['one that is not required', ' requiredextensions="m"', '', /used and not required/],
  ] as const)('%s', async (_, from, to, fault) => {
    const parts = partsOf(await meshBytes({ ...ring, colors }, '3mf'));
    const model = parts.get('3D/3dmodel.model')!;
    const changed = model.replace(from, to);
    expect(changed).not.toBe(model);
    expect(faultsOf(parts.set('3D/3dmodel.model', changed)).join('\n')).toMatch(fault);
  });

  it.each([
    ['a type that is missing', '[Content_Types].xml', /<Default Extension="model"[^>]*>/, '', /not said to be one/],
    ['another relationship', '_rels/.rels', '/3dmodel"', '/thumbnail"', /0 relationships lead to a model/],
    ['a target that is not there', '_rels/.rels', 'Target="/3D', 'Target="/2D', /no part/],
    ['a name that is none', '_rels/.rels', /Id="[^"]*"/, 'Id="0:1"', /no names of their own/],
  ] as const)('%s', async (_, part, from, to, fault) => {
    const parts = partsOf(await meshBytes(ring, '3mf'));
    const changed = parts.get(part)!.replace(from, to);
    expect(changed).not.toBe(parts.get(part));
    expect(faultsOf(parts.set(part, changed)).join('\n')).toMatch(fault);
  });
});
