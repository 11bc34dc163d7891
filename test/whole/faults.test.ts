/**
 * The short form of `npm run faults`: all of the disk, and of a run a few moments of each fault that leaves the device.
 */
import { expect, it } from 'vitest';
import { walkFiles } from '../faults/walk-files.ts';
import { walkRun } from '../faults/walk-run.ts';
import { tetrahedron } from '../shapes/meshes.ts';

const { positions, indices } = tetrahedron();
const mesh = {
  positions: Float32Array.from(positions),
  indices,
  normals: Float32Array.from(positions),
  shift: [0, 0, 0],
} as const;

it('a disk that fails at any step of writing leaves what was there, and nothing else', async () => {
  const { tried, broken } = await walkFiles(mesh);
  expect(broken).toEqual([]);
  // Every format opens, writes, syncs, closes, renames and syncs its folder.
  expect(tried).toBeGreaterThan(8 * 2 * 4 * 6);
});

it('memory, commands, readbacks, workers that fail, and a cancellation, end a run with what happened and leave nothing', async () => {
  const walked = await walkRun({
    'no memory for a buffer': 90,
    'no memory for a submit': 60,
    'refused command': 60,
    'failed readback': 20,
    'lost worker': 8,
    cancelled: 110,
  });
  expect(walked.flatMap(({ broken }) => broken)).toEqual([]);
  for (const { moments, tried } of walked) {
    expect(moments).toBeGreaterThan(8);
    expect(tried).toBeGreaterThan(0);
  }
});
