import { describe, expect, expectTypeOf, it } from 'vitest';
import type { ReconstructOptions } from '../../../src/engine/index.ts';
import type { MeshFormat } from '../../../src/engine/formats/formats.ts';
import type { FinishOptions, MeshFormat as LibraryFormat, SurfaceOptions } from '../../../src/library/options.ts';
import { MESH_FORMATS, type SurfaceArrays, surfaceBytes, surfaceOf } from '../../../src/library/surface.ts';
import { toBufferGeometry } from '../../../src/library/three.ts';

const TRIANGLE: SurfaceArrays = {
  positions: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0),
  triangles: Uint32Array.of(0, 1, 2),
  normals: Float32Array.of(0, 0, 1, 0, 0, 1, 0, 0, 1),
  colors: Uint8Array.of(0, 10, 188, 255, 0, 0, 0, 0, 0),
  uncertainties: Float32Array.of(0.1, 0.2, 0.3),
  guessed: Uint8Array.of(0, 0, 1),
  origin: [500_000, 0, 0],
};

describe('a surface of the library', () => {
  it('has arrays of its own where the engine shares memory among threads', () => {
    const shared = new Float32Array(new SharedArrayBuffer(36)) as unknown as Float32Array<ArrayBuffer>;
    shared[3] = 1;
    const { positions, triangles } = surfaceOf({ positions: shared, indices: TRIANGLE.triangles, shift: [0, 0, 0] });
    expect(positions.buffer).toBeInstanceOf(ArrayBuffer);
    expect(positions[3]).toBe(1);
    expect(triangles).toBe(TRIANGLE.triangles);
  });

  it.each(MESH_FORMATS)('is a file of the format %s', async (format) => {
    expect((await surfaceBytes(TRIANGLE, format)).length).toBeGreaterThan(80);
  });

  it('says how sure it is in a PLY where that is asked for', async () => {
    const text = async (trust: boolean) =>
      new TextDecoder().decode(await surfaceBytes(TRIANGLE, 'ply-ascii', { trust }));
    expect(await text(false)).not.toContain('uncertainty');
    expect(await text(true)).toContain('property float uncertainty');
    expect(await text(false)).toContain('500001');
  });

  it('says what a format does not keep, and nothing where it keeps all', async () => {
    const texture = {
      sources: Uint32Array.of(0, 1, 2),
      indices: Uint32Array.of(0, 1, 2),
      coordinates: Float32Array.of(0, 0, 1, 0, 0, 1),
      tangents: Float32Array.of(1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1),
      pixels: 1,
      colors: Uint8Array.of(200, 100, 50),
    };
    const { uncertainties: _, guessed: __, ...known } = TRIANGLE;
    const warnings: string[] = [];
    const onWarning = (message: string): void => void warnings.push(message);
    await surfaceBytes({ ...known, origin: [0, 0, 0], texture }, 'obj', { onWarning });
    expect(warnings).toEqual(['OBJ does not keep: texture']);
    await surfaceBytes({ ...known, origin: [0, 0, 0], texture }, 'glb', { onWarning });
    expect(warnings).toHaveLength(1);
  });

  it('is refused in a format that there is not, and when it is too late', async () => {
    const wrong = surfaceBytes(TRIANGLE, 'fbx' as LibraryFormat);
    await expect(wrong).rejects.toMatchObject({ code: 'option-invalid', message: /the format is fbx; allowed: ply, / });
    const late = surfaceBytes(TRIANGLE, 'ply', { signal: AbortSignal.abort('late') });
    await expect(late).rejects.toBe('late');
  });

  it('is drawn by three.js with the colours that it has', () => {
    const geometry = toBufferGeometry(TRIANGLE);
    expect(geometry.getAttribute('position').array).toBe(TRIANGLE.positions);
    expect(geometry.getIndex()?.array).toBe(TRIANGLE.triangles);
    // IEC 61966-2-1: 10 is on the straight part, 188 about half of the light.
    const linear = [...geometry.getAttribute('color').array.slice(0, 4)];
    expect(linear).toEqual([0, 10 / 255 / 12.92, 0.5028864, 1].map((value) => expect.closeTo(value, 6) as number));
  });

  it('is made by the options that there are', () => {
    expectTypeOf<Required<SurfaceOptions>>().toEqualTypeOf<ReconstructOptions>();
    expectTypeOf<keyof FinishOptions>().toExtend<keyof ReconstructOptions>();
    expectTypeOf<LibraryFormat>().toEqualTypeOf<MeshFormat>();
  });
});
