/** How files hold a mesh: its up axis and its unit, there and back. */
import { describe, expect, it } from 'vitest';
import { asWritten, inFrame } from '../../../src/engine/formats/write/as-written.ts';
import { fileFrame, isOwnFrame, outOfFrame } from '../../../src/engine/formats/write/file-frame.ts';
import { MESH_FORMATS } from '../../../src/engine/formats/formats.ts';
import type { TriangleMesh } from '../../../src/engine/mesh/triangle-mesh.ts';
import { readMesh } from '../../../src/engine/formats/read-mesh/read-mesh.ts';
import { quietContext } from '../../run-context.ts';
import { meshBytes } from '../../shapes/mesh-bytes.ts';

const AS_IS = { outputUp: 'z', outputUnit: 'as-is' } as const;

/** One triangle, 2 wide, 4 deep and 8 high, 16 along each axis from the origin of the world. */
const MESH: TriangleMesh = {
  positions: Float32Array.of(0, 0, 0, 2, 4, 0, 2, 0, 8),
  indices: Uint32Array.of(0, 1, 2),
  normals: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
  trust: { uncertainties: Float32Array.of(1, 2, 4), guessed: Uint8Array.of(0, 1, 0) },
  shift: [16, 32, 64],
};

describe('the frame of a file', () => {
  it('is the mesh’s own for every format, unless something else is asked for or known', () => {
    for (const format of MESH_FORMATS) {
      expect(isOwnFrame(fileFrame({ outputUp: 'z', outputUnit: 'auto' }, null, format))).toBe(true);
      expect(isOwnFrame(fileFrame(AS_IS, 'mm', format))).toBe(true);
    }
  });

  it.each([
    ['glb', 'auto', 'mm', 0.001],
    ['glb-compressed', 'auto', 'ft', 0.3048],
    ['3mf', 'auto', 'm', 1000],
    ['ply', 'auto', 'mm', 1],
    ['obj', 'in', 'cm', 1 / 2.54],
    ['glb', 'as-is', 'mm', 1],
  ] as const)('of %s in %s holds %s times %d', (format, outputUnit, unit, scale) => {
    expect(fileFrame({ outputUp: 'z', outputUnit }, unit, format).scale).toBeCloseTo(scale, 12);
  });

  it('turns no GLB, which is turned for all programs', () => {
    expect(fileFrame({ ...AS_IS, outputUp: 'y' }, null, 'obj').isYUp).toBe(true);
    expect(fileFrame({ ...AS_IS, outputUp: 'y' }, null, 'glb').isYUp).toBe(false);
  });

  it('is refused where nobody said what lengths are', () => {
    const frame = (): unknown => fileFrame({ outputUp: 'z', outputUnit: 'mm' }, null, 'ply');
    expect(frame).toThrow('lengths can be written in mm only where it is known what they are; say so with --unit');
  });
});

describe('a mesh in a frame', () => {
  it('is the mesh itself in its own', () => {
    expect(inFrame(MESH, { isYUp: false, scale: 1 })).toBe(MESH);
    expect(asWritten(MESH, { trust: false }).trust).toBeUndefined();
  });

  it('stands on y, and all its lengths are scaled', () => {
    const { positions, normals, trust, shift } = asWritten(MESH, { trust: true }, { isYUp: true, scale: 0.5 });
    expect([...positions]).toEqual([0, 0, 0, 1, 0, -2, 1, 4, 0]);
    expect([...normals!]).toEqual([1, 0, 0, 0, 0, -1, 0, 1, 0]);
    expect([...trust!.uncertainties]).toEqual([0.5, 1, 2]);
    expect(shift).toEqual([8, 32, -16]);
  });

  it('has the tangents of its texture turned with it, and their sides as they were', () => {
    const texture = {
      sources: Uint32Array.of(0, 1, 2),
      indices: MESH.indices,
      coordinates: new Float32Array(6),
      tangents: Float32Array.of(0, 1, 0, -1, 0, 0, 1, 1, 1, 0, 0, 1),
      pixels: 512,
    };
    const turned = inFrame({ ...MESH, texture }, { isYUp: true, scale: 2 }).texture;
    expect([...turned.tangents]).toEqual([0, 0, -1, -1, 0, 1, 0, 1, 1, 0, 0, 1]);
  });

  it.each(['ply', 'obj'] as const)('comes out of %s as it was', async (format) => {
    const frame = fileFrame({ outputUp: 'y', outputUnit: 'cm' }, 'm', format);
    const bytes = await meshBytes(asWritten(MESH, { trust: false }, frame), format);
    const { positions } = await readMesh(bytes, `mesh.${format}`, quietContext);
    expect(positions[8]).toBe(-3200);
    expect(positions[7]).toBe(7200);
    outOfFrame(positions, frame);
    expect([...positions]).toEqual([16, 32, 64, 18, 36, 64, 18, 32, 72]);
  });
});
