import fc from 'fast-check';
import { expect, it } from 'vitest';
import { vertexNormals } from '../../../src/engine/mesh/normals.ts';
import { flatSquare, insideOut, torus, worldMesh } from '../../shapes/meshes.ts';

/** Float32 results of unit length: half an ulp of 1, with room for three of them. */
const FLOAT32_TOLERANCE = 2e-7;

it('a cube corner is (1, 1, 1)/√3 however its faces are cut', () => {
  // Corner 0 at the origin; the face x = 0 gives it two triangles, the others one: area weights would tilt it.
  const positions = [0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0, 1];
  const indices = [0, 2, 1, 0, 3, 2, 0, 1, 4, 4, 1, 5, 0, 4, 3, 4, 6, 3];
  const { positions: points, indices: triangles } = worldMesh(positions, indices);
  const normal = vertexNormals(points, triangles).subarray(0, 3);
  for (const component of normal) expect(component).toBeCloseTo(-1 / Math.sqrt(3), 6);
});

it('a torus: within the tessellation of the smooth normal, and outward', () => {
  const { positions, indices } = torus(120, 60);
  const normals = vertexNormals(positions, indices);
  for (let i = 0; i < positions.length; i += 3) {
    const [x, y, z] = [positions[i]!, positions[i + 1]!, positions[i + 2]!];
    const fromAxis = Math.hypot(x, y);
    const out = [(x - x / fromAxis) / 0.3, (y - y / fromAxis) / 0.3, z / 0.3];
    const cosine = out[0]! * normals[i]! + out[1]! * normals[i + 1]! + out[2]! * normals[i + 2]!;
    expect(cosine).toBeGreaterThan(0.9995); // 1.8°; a triangle spans 6° around the tube
  }
});

it('a plane: exactly its normal, and its negative inside out', () => {
  const square = flatSquare(6);
  expect(vertexNormals(square.positions, square.indices)).toEqual(
    new Float32Array(108).map((_, i) => (i % 3 === 2 ? 1 : 0)),
  );
  const turned = vertexNormals(square.positions, insideOut(square).indices);
  for (let i = 2; i < turned.length; i += 3) expect(turned[i]).toBe(-1);
});

it('vertices without an area around them get (0, 0, 1)', () => {
  const { positions, indices } = worldMesh([0, 0, 0, 1, 1, 1, 2, 2, 2, 5, 5, 5], [0, 1, 2, 0, 0, 1]);
  expect([...vertexNormals(positions, indices)]).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1]);
});

it('are always of unit length', () => {
  const coordinate = fc.float({ min: -1000, max: 1000, noNaN: true });
  const property = fc.property(
    fc.array(coordinate, { minLength: 18, maxLength: 18 }),
    fc.array(fc.nat(5), { minLength: 9, maxLength: 9 }),
    (positions, indices) => {
      const normals = vertexNormals(Float64Array.from(positions), Uint32Array.from(indices));
      for (let i = 0; i < normals.length; i += 3) {
        const length = Math.hypot(normals[i]!, normals[i + 1]!, normals[i + 2]!);
        expect(Math.abs(length - 1)).toBeLessThan(FLOAT32_TOLERANCE);
      }
    },
  );
  fc.assert(property);
});
