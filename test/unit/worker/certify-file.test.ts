/** The window's certificates: those that the command line writes of the same files. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { check } from '../../../src/cli/commands/check.ts';
import { Incomplete } from '../../../src/cli/exit-codes.ts';
import { VERSION } from '../../../src/cli/version.ts';
import { INLINE_TASKS } from '../../../src/engine/host/inline-host.ts';
import { certificateOfFile, FileCopy } from '../../../src/renderer/worker/certify-file.ts';
import type { DeviceKeeper } from '../../../src/renderer/worker/device-keeper.ts';
import { quietContext } from '../../run-context.ts';
import { torus, tubeWall } from '../../shapes/meshes.ts';
import { meshBytes } from '../../shapes/mesh-bytes.ts';

const keeper = { host: () => Promise.resolve(INLINE_TASKS) } as unknown as DeviceKeeper;

it.each([
  ['ply', torus(24, 12)],
  ['stl', torus(24, 12)],
  ['glb', tubeWall(20, 10)],
] as const)('the certificate of a %s is that of gridpull check, to the byte', async (format, shape) => {
  const folder = mkdtempSync(join(tmpdir(), 'gridpull-certify-'));
  const name = `mesh.${format}`;
  const bytes = await meshBytes({ ...shape, positions: Float32Array.from(shape.positions), shift: [0, 0, 0] }, format);
  writeFileSync(join(folder, name), bytes);
  const certificate = join(folder, 'certificate.json');
  await check(join(folder, name), { certificate }, quietContext).catch((error: unknown) => {
    // An open mesh is not ready to print, and checked all the same.
    expect(error).toBeInstanceOf(Incomplete);
  });

  const copy = new FileCopy();
  const memory = new Uint8Array(1000);
  for (let at = 0; at < bytes.length; at += memory.length) {
    const piece = bytes.subarray(at, at + memory.length);
    memory.set(piece);
    // The writer fills the same memory again.
    copy.add(memory.subarray(0, piece.length));
  }
  const signal = new AbortController().signal;
  const made = await certificateOfFile(copy, name, VERSION, { keeper, signal });
  expect(made.name).toBe(`${name}.certificate.json`);
  expect(Buffer.from(made.bytes).toString()).toBe(readFileSync(certificate, 'utf8'));
});
