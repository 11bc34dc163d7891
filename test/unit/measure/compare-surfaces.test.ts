/**
 * Our figures against those of compare-surfaces, an independent program in C++ that shares no code with ours, on three
 * pairs of meshes. Its answers to the files that this test makes were recorded once and stand beside it, with the
 * SHA-256 of both files: figures of other files would say nothing.
 *
 * gear.ply is our own procedural model, free of any restriction.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MeshFormat } from '../../../src/engine/formats/formats.ts';
import { mixBits } from '../../../src/engine/math/random.ts';
import { compareMeshes } from '../../../src/engine/measure/compare.ts';
import type { MeshComparison } from '../../../src/engine/measure/compare.ts';
import { readMesh } from '../../../src/engine/formats/read-mesh/read-mesh.ts';
import type { WorldMesh } from '../../../src/engine/mesh/world-mesh.ts';
import { quietContext } from '../../run-context.ts';
import { meshBytes } from '../../shapes/mesh-bytes.ts';
import { insideOut, soupOf, tetrahedron, together, torus, worldMesh } from '../../shapes/meshes.ts';

const SAMPLES = 20_000;
const GEAR = path.join(import.meta.dirname, 'gear.ply');

/** The program prints seven digits. */
const DIGITS_TOLERANCE = 1e-6;
/**
 * Where the closest point lies on an edge, either triangle's normal is right, and the order of the search picks one:
 * a few samples in a thousand differ by the angle between the two.
 */
const NORMAL_TOLERANCE = 1e-3;

/** Every vertex moved by up to `distance` along each axis. */
function perturbed({ positions, indices }: WorldMesh, distance: number): WorldMesh {
  const moved = positions.map((value, i) => value + distance * (mixBits(i) / 2 ** 31 - 1));
  return { positions: moved, indices };
}

/** Corners apart, twenty triangles missing, a wing on an edge, one triangle turned, one twice, an inverted part. */
function damaged(): WorldMesh {
  const ring = torus(60, 24);
  const open = { positions: ring.positions, indices: ring.indices.slice(60) };
  const [a, b, c] = [open.indices[300]!, open.indices[301]!, open.indices[302]!];
  const turned = open.indices.slice();
  [turned[601], turned[602]] = [open.indices[602]!, open.indices[601]!];
  const wing = worldMesh([...open.positions, 0, 0, 0.5], [...turned, a, b, open.positions.length / 3, a, b, c]);
  return soupOf(together(wing, insideOut(tetrahedron())));
}

async function gear(): Promise<WorldMesh> {
  return readMesh(readFileSync(GEAR), 'gear.ply', quietContext);
}

const CASES: { name: string; format: MeshFormat; meshes: () => Promise<[WorldMesh, WorldMesh]> }[] = [
  { name: 'waved torus', format: 'ply', meshes: async () => [torus(90, 40), torus(70, 33, 0.3, 0.01)] },
  { name: 'damaged torus', format: 'obj', meshes: async () => [torus(90, 40), damaged()] },
  { name: 'perturbed gear', format: 'ply-ascii', meshes: async () => [await gear(), perturbed(await gear(), 0.002)] },
];

type Recording = MeshComparison & {
  /** Of the reference and of the mesh. */
  readonly sha256: readonly [string, string];
};

/** In the form that goes to the file: float32, as every mesh of ours. */
function fileBytes({ positions, indices }: WorldMesh, format: MeshFormat): Promise<Buffer> {
  return meshBytes({ positions: Float32Array.from(positions), indices, shift: [0, 0, 0] }, format);
}

describe.each(CASES)('against compare-surfaces: $name', ({ name, format, meshes }) => {
  it('gives the same figures', { timeout: 60_000 }, async () => {
    const recording = path.join(import.meta.dirname, 'compare-surfaces', `${name.replaceAll(' ', '-')}.json`);
    const [reference, mesh] = await meshes();
    const extension = format === 'obj' ? 'obj' : 'ply';
    const files = [await fileBytes(reference, format), await fileBytes(mesh, format)] as const;
    const { sha256, ...figures } = JSON.parse(readFileSync(recording, 'utf8')) as Recording;
    expect(files.map((bytes) => createHash('sha256').update(bytes).digest('hex'))).toEqual(sha256);
    const ours = await compareMeshes(
      await readMesh(files[0], `reference.${extension}`, quietContext),
      await readMesh(files[1], `mesh.${extension}`, quietContext),
      { samples: SAMPLES },
      quietContext,
    );
    expect(Object.keys(ours)).toEqual(Object.keys(figures));
    for (const key of Object.keys(figures) as (keyof typeof figures)[]) {
      const [our, their] = [ours[key], figures[key]];
      if (typeof our === 'boolean' || Number.isInteger(their)) expect(our, key).toBe(their);
      else {
        const isNormal = key === 'normalConsistency' || key === 'signedNormalConsistency';
        const tolerance = isNormal ? NORMAL_TOLERANCE : DIGITS_TOLERANCE;
        expect(Math.abs(our - Number(their)) / Math.abs(Number(their)), key).toBeLessThan(tolerance);
      }
    }
  });
});
