/** An earlier OBJ stays only where its material and its pictures are still beside it. */
import { expect, it } from 'vitest';
import { findKept } from '../../../src/batch/find-kept.ts';
import { sidecarPath } from '../../../src/batch/output-names.ts';
import { formatSidecar } from '../../../src/batch/sidecar-file.ts';
import { doneSidecar } from '../../../src/batch/sidecar-of.ts';
import { memoryInput, memoryOutput } from './memory-folders.ts';
import { finishedOf, itemOf, RESULT } from './sidecars.ts';

const NEVER = new AbortController().signal;
const texture = { pixels: 256, charts: 3, coveredShare: 0.5, hasColors: true, hasRelief: false };
const item = itemOf({ output: 'sub/statue.obj', format: 'obj' });
const result = { ...RESULT, report: { ...RESULT.report, finish: { texture } } };
const sidecar = doneSidecar(item, finishedOf({ result }), { version: '1.2.3', inputFromOutput: null });

async function isKept(files: readonly string[]): Promise<boolean> {
  const output = memoryOutput({
    [item.output]: 'mesh',
    [sidecarPath(item.output)]: formatSidecar(sidecar),
    ...Object.fromEntries(files.map((file) => [file, 'beside'])),
  });
  const input = memoryInput({ 'statue.xyz': 'cloud' });
  return (await findKept(item, 'resume', input, output, NEVER, () => undefined)).kept !== null;
}

// A relief was not made, so none is missed.
it.each([
  [['sub/statue.mtl', 'sub/statue.colors.png'], true],
  [['sub/statue.mtl'], false],
  [['sub/statue.colors.png'], false],
  [['statue.mtl', 'statue.colors.png'], false],
  [[], false],
])('beside the files %j an OBJ with colours is kept: %s', async (files, kept) => {
  expect(await isKept(files)).toBe(kept);
});
