/**
 * A kernel's declaration: the TypeScript side of one `.wgsl` file with one entry point `main`.
 *
 * WGSL is the truth; this states its bindings once so that a missing buffer or a misshapen parameter does not
 * compile. `test/gpu/kernels.test.ts` reflects every file and compares names, order, access, workgroup size and
 * struct offsets with the declaration, so no layout is kept in step by a comment.
 *
 * Binding 0 is the uniform `params` (a struct named `Params`), buffers follow from 1 in the order declared.
 */
import { ReconstructError } from '../errors.ts';

export type ParamType = 'u32' | 'i32' | 'f32' | 'vec2f' | 'vec3f' | 'vec4f' | 'vec3u' | 'vec3i';
type ParamValue<T extends ParamType> = T extends 'u32' | 'i32' | 'f32'
  ? number
  : T extends 'vec2f'
    ? readonly [number, number]
    : T extends 'vec4f'
      ? readonly [number, number, number, number]
      : readonly [number, number, number];

export type BufferAccess = 'read' | 'read_write';
export type ParamsSpec = Readonly<Record<string, ParamType>>;
export type BuffersSpec = Readonly<Record<string, BufferAccess>>;

export interface Kernel<P extends ParamsSpec = ParamsSpec, B extends BuffersSpec = BuffersSpec> {
  /** `stage/verb_noun`, the path of the WGSL file under `src/shaders` without its extension. */
  readonly label: string;
  readonly code: string;
  /** Threads of one workgroup along x; a dispatch of n threads is folded over y past 65,535 groups. */
  readonly workgroup: number;
  readonly params: P;
  readonly buffers: B;
}

export type ParamsOf<K> =
  K extends Kernel<infer P, BuffersSpec> ? { readonly [N in keyof P]: ParamValue<P[N]> } : never;
export type BuffersOf<K> = K extends Kernel<ParamsSpec, infer B> ? { readonly [N in keyof B]: GPUBuffer } : never;

export function defineKernel<const P extends ParamsSpec, const B extends BuffersSpec>(
  kernel: Kernel<P, B>,
): Kernel<P, B> {
  return Object.freeze(kernel);
}

const LAYOUT: Record<ParamType, { size: number; align: number }> = {
  u32: { size: 4, align: 4 },
  i32: { size: 4, align: 4 },
  f32: { size: 4, align: 4 },
  vec2f: { size: 8, align: 8 },
  vec3f: { size: 12, align: 16 },
  vec3u: { size: 12, align: 16 },
  vec3i: { size: 12, align: 16 },
  vec4f: { size: 16, align: 16 },
};

/** Byte offsets of a uniform struct's members by the rules of WGSL (section 14.4.1, "Alignment and Size"). */
export function layoutParams(params: ParamsSpec): { offsets: Record<string, number>; size: number } {
  const offsets: Record<string, number> = {};
  let end = 0;
  let alignment = 4;
  for (const [name, type] of Object.entries(params)) {
    const { size, align } = LAYOUT[type];
    const offset = Math.ceil(end / align) * align;
    offsets[name] = offset;
    end = offset + size;
    alignment = Math.max(alignment, align);
  }
  return { offsets, size: Math.max(16, Math.ceil(end / alignment) * alignment) };
}

/** Writes one struct into `view` at `base`. */
export function packParams(
  params: ParamsSpec,
  values: Readonly<Record<string, number | readonly number[]>>,
  view: DataView,
  base: number,
): void {
  const { offsets } = layoutParams(params);
  for (const [name, type] of Object.entries(params)) {
    const value = values[name];
    const numbers = typeof value === 'number' ? [value] : (value ?? []);
    const offset = base + (offsets[name] ?? 0);
    numbers.forEach((number, i) => {
      if (!Number.isFinite(number)) throw new ReconstructError('shader-invalid', `parameter ${name} is ${number}`);
      if (type === 'u32' || type === 'vec3u') view.setUint32(offset + 4 * i, number, true);
      else if (type === 'i32' || type === 'vec3i') view.setInt32(offset + 4 * i, number, true);
      else view.setFloat32(offset + 4 * i, number, true);
    });
  }
}

const MAX_GROUPS = 65_535;

/** Workgroup counts for `threads` threads: one row as far as it goes, then rows; see `common/dispatch.wgsl`. */
export function foldDispatch(threads: number, workgroup: number): [number, number] {
  const groups = Math.ceil(threads / workgroup);
  return groups <= MAX_GROUPS ? [groups, 1] : [MAX_GROUPS, Math.ceil(groups / MAX_GROUPS)];
}
