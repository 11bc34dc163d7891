/**
 * A plane through a field as a picture: blue inside, red outside, white between, black where the surface is; grey where
 * the level has no nodes. Also as an array for NumPy, since a picture has 256 steps.
 */
import { encode } from 'fast-png';
import { type DumpedSlice, runSteps, type Steps } from '../../engine/hosting.ts';
import { type Rgb, signColour } from './colours.ts';

/** Coarse levels are enlarged to about so many pixels, linearly, or their contours would be stairs. */
const LEAST_PIXELS = 512;
/** Voxels from the surface at which colours are full: bands reach two to six. */
export const FULL_COLOUR_VOXELS = 4;

const NOTHING: Rgb = [214, 217, 222];
const CONTOUR: Rgb = [0, 0, 0];

/**
 * A PNG of at least 512 pixels a side, the first axis to the right, the second upwards. Rejects with the signal's
 * reason when aborted.
 */
export async function drawSlice(slice: DumpedSlice, signal: AbortSignal): Promise<Uint8Array> {
  const { pixels, data } = await runSteps(sliceSteps(slice), signal);
  return encode({ width: pixels, height: pixels, data, channels: 3, depth: 8 });
}

interface DrawnSlice {
  /** Along each side. */
  readonly pixels: number;
  /** [3 × pixels × pixels] sRGB, rows from the top. */
  readonly data: Uint8Array;
}

function* sliceSteps(slice: DumpedSlice): Steps<DrawnSlice> {
  const { side, voxelNorm } = slice;
  const zoom = Math.max(1, Math.ceil(LEAST_PIXELS / side));
  const pixels = (side - 1) * zoom + 1;
  const values = new Float32Array(pixels * pixels);
  for (let y = 0; y < pixels; y++) {
    yield;
    for (let x = 0; x < pixels; x++) values[y * pixels + x] = valueAt(slice, x / zoom, (pixels - 1 - y) / zoom);
  }
  const data = new Uint8Array(3 * pixels * pixels);
  for (let y = 0; y < pixels; y++) {
    yield;
    for (let x = 0; x < pixels; x++) {
      const pixel = y * pixels + x;
      const value = values[pixel]!;
      const right = x + 1 < pixels ? values[pixel + 1]! : value;
      const below = y + 1 < pixels ? values[pixel + pixels]! : value;
      const isContour = value * right < 0 || value * below < 0 || value === 0;
      const colour = isContour ? CONTOUR : signColour(value / (FULL_COLOUR_VOXELS * voxelNorm));
      data.set(Number.isNaN(value) ? NOTHING : colour, 3 * pixel);
    }
  }
  return { pixels, data };
}

/** Linear between four nodes; NaN where one of those that count has no value. */
function valueAt({ side, values }: DumpedSlice, across: number, up: number): number {
  const [column, row] = [Math.floor(across), Math.floor(up)];
  const [toRight, toTop] = [across - column, up - row];
  let sum = 0;
  for (let corner = 0; corner < 4; corner++) {
    const [i, j] = [corner & 1, corner >> 1];
    const share = (i === 1 ? toRight : 1 - toRight) * (j === 1 ? toTop : 1 - toTop);
    if (share > 0) sum += share * values[(row + j) * side + column + i]!;
  }
  return sum;
}

/** NumPy's format 1.0 ("numpy.lib.format"): a header of 128 bytes, then float32 rows, here from the lowest one up. */
export function sliceArray({ side, values }: DumpedSlice): Uint8Array {
  const description = `{'descr': '<f4', 'fortran_order': False, 'shape': (${side}, ${side}), }`;
  const bytes = new Uint8Array(128 + 4 * values.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
  const header = `${description.padEnd(117)}\n`;
  for (let i = 0; i < header.length; i++) bytes[10 + i] = header.charCodeAt(i);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setFloat32(128 + 4 * i, value, true));
  return bytes;
}
