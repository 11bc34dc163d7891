/** The shapes made in code as files: the true surfaces of clouds that need no folder of data. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeFileBeside } from '../../src/cli/node-files.ts';
import { writeMesh } from '../../src/engine/formats/write/write-mesh.ts';
import type { WorldMesh } from '../../src/engine/mesh/world-mesh.ts';
import { quietContext } from '../run-context.ts';
import { blade, gear, gyroid, knot, room, terrain } from '../shapes/procedural-shapes.ts';

const SHAPES = {
  gear: () => gear(),
  gyroid: () => gyroid(96),
  knot: () => knot(0.3, 1200, 96),
  blade: () => blade(0.02, 600, 96),
  room: () => room(),
  terrain: () => terrain(400),
} as const satisfies Record<string, () => WorldMesh>;

export type ShapeName = keyof typeof SHAPES;

/** In float32, as the file that it is compared by has it: a cloud drawn from it lies on that file. */
export function shapeMesh(shape: ShapeName): WorldMesh {
  const { positions, indices } = SHAPES[shape]();
  return { positions: Float64Array.from(Float32Array.from(positions)), indices };
}

/** A file under that name is whole. */
export async function writeShape(shape: ShapeName, file: string): Promise<void> {
  const { positions, indices } = shapeMesh(shape);
  const mesh = { positions: Float32Array.from(positions), indices, shift: [0, 0, 0] } as const;
  mkdirSync(dirname(file), { recursive: true });
  await writeFileBeside(file, (sink) => writeMesh(mesh, 'ply', sink, quietContext));
}
