/** How points came to their sides, for a dump: sheets, patches and which of them turned, the normals in the end. */
import type { Host } from '../host/host.ts';
import type { StageContext } from '../host/stage-context.ts';
import type { Sheets } from './judge-sheets.ts';
import { type PatchInput, unitePatches } from './repair-patches.ts';
import type { SmoothPatches } from './smooth-patches.ts';

const TURNS = ['as it was', 'turned'] as const;

/** @param positions [3 × count] normalised */
export async function dumpSheets({ dump }: Host, positions: Float32Array, sheets: Sheets | undefined): Promise<void> {
  if (!dump || !sheets) return;
  const { layers, groups, share, thicknessNorm, noiseNorm } = sheets;
  dump.numbers('orient', { shareOnSheets: share, sheetThicknessNorm: thicknessNorm, noiseWithinSidesNorm: noiseNorm });
  const thickness = { values: layers.filter((_, i) => i % 4 === 3), isLength: true } as const;
  await dump.points('orient', 'thickness of sheets', { positions, normals: layers, values: { thickness } });
  await dump.points('orient', 'sheets', { positions, values: { sheet: { values: groups, kinds: 'sets' } } });
}

/** @param flips [count] 1 where the repair turned the normal */
export async function dumpPatches({ dump }: Host, input: PatchInput, flips: Uint8Array): Promise<void> {
  if (!dump) return;
  const { positions, normals } = input;
  const { patches, sizes } = unitePatches(input, positions.length / 3);
  dump.numbers('orient', { patches: sizes.length, pointsTurned: flips.reduce((sum, flip) => sum + flip, 0) });
  const seen = { positions, normals };
  await dump.points('orient', 'patches', { ...seen, values: { patch: { values: patches, kinds: 'sets' } } });
  await dump.points('orient', 'patches that turned', { ...seen, values: { turned: { values: flips, kinds: TURNS } } });
}

/** @param flips [parts] 1 for those that are turned */
export async function dumpParts(
  { dump }: Host,
  positions: Float32Array,
  { patches, patchCount }: SmoothPatches,
  flips: ArrayLike<number>,
): Promise<void> {
  if (!dump) return;
  dump.numbers('orient', { parts: patchCount });
  const turned = Uint8Array.from(patches, (patch) => flips[patch] ?? 0);
  const values = { part: { values: patches, kinds: 'sets' }, turned: { values: turned, kinds: TURNS } } as const;
  await dump.points('orient', 'parts of the scene', { positions, values });
  await dump.points('orient', 'parts that turned', { positions, values: { turned: values.turned } });
}

/**
 * @param positions [3 × count] normalised
 * @param directions vec4f [count] unit length; w is not used
 */
export async function dumpNormals(
  { gpu, host, context }: StageContext,
  name: string,
  positions: Float32Array,
  directions: GPUBuffer,
): Promise<void> {
  if (!host.dump) return;
  const normals = await gpu.readFloats(directions, (4 * positions.length) / 3, context.signal);
  await host.dump.points('orient', name, { positions, normals });
}
