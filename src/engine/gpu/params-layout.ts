/**
 * Where the members of a kernel's uniform struct `Params` lie, and how the values of a dispatch get there. The layout
 * is read from the kernel's code by webgpu-utils when it is compiled: WGSL's rules of alignment stand nowhere else, and
 * code that replaces a kernel's for one run may order its members as it likes.
 *
 * Only the struct is parsed. Of all 69 kernels that takes 7 ms, their whole files take 200 to 500; a dispatch is packed
 * in 0.7 µs, where rules of our own took 1.2 (two busy cores, Node 24).
 */
import {
  type IntrinsicDefinition,
  makeShaderDataDefinitions,
  setTypedValues,
  type StructDefinition,
} from 'webgpu-utils';
import { ReconstructError } from '../errors.ts';
import type { Kernel } from './kernel.ts';

export type ParamValues = Readonly<Record<string, number | readonly number[]>>;

export interface ParamsLayout {
  /** Bytes to bind. */
  readonly size: number;
  readonly struct: StructDefinition;
}

const STRUCT = /struct\s+Params\s*\{[^}]*\}/;

/** Some drivers hold uniform buffers in rows of four numbers and refuse a shorter binding. */
const LEAST_BINDING_BYTES = 16;

/** @throws ReconstructError `shader-invalid` where the code's members are not those that the kernel declares */
export function layoutOf({ label, code, params }: Kernel, file = `${label}.wgsl`): ParamsLayout {
  const text = STRUCT.exec(code)?.[0];
  const struct = text === undefined ? undefined : makeShaderDataDefinitions(text).structs['Params'];
  if (!struct) throw new ReconstructError('shader-invalid', `${file} has no struct Params`, { label });
  const found = Object.fromEntries(Object.entries(struct.fields).map(([name, { type }]) => [name, typeName(type)]));
  for (const name of Object.keys({ ...params, ...found })) {
    if (params[name] === found[name]) continue;
    const [inCode, declared] = [found[name], params[name]].map((type) => (type ? `${name}: ${type}` : `no ${name}`));
    const message = `${file}: struct Params has ${inCode}; the program gives ${declared}`;
    throw new ReconstructError('shader-invalid', message, { label });
  }
  return { size: Math.max(LEAST_BINDING_BYTES, struct.size), struct };
}

/** Short as in declarations: `vec3f` for `vec3<f32>`. */
function typeName(type: object): string {
  const { type: name = 'another type' } = type as Partial<IntrinsicDefinition>;
  return name.replace(/^(vec\d)<([fiu])32>$/, '$1$2');
}

/** Writes one struct at `offset`. @throws ReconstructError `shader-invalid` for a number that is not finite */
export function packParams({ struct }: ParamsLayout, values: ParamValues, buffer: ArrayBuffer, offset: number): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number' ? Number.isFinite(value) : value.every(Number.isFinite)) continue;
    throw new ReconstructError('shader-invalid', `parameter ${name} is ${String(value)}`);
  }
  setTypedValues(struct, values, buffer, offset);
}
