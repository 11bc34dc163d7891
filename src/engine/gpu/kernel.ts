/**
 * A kernel's declaration: the TypeScript side of one `.wgsl` file with one entry point `main`.
 *
 * WGSL is the truth; this states its bindings once so that a missing buffer or a misshapen parameter does not
 * compile. `test/gpu/kernels.test.ts` reflects every file and compares names, order, access and workgroup size with
 * the declaration; where the parameters lie is read from the file (`params-layout.ts`).
 *
 * Binding 0 is the uniform `params` (a struct named `Params`), buffers follow from 1 in the order declared.
 */
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
  /** Values of the file's `override` constants; those left out have what the file says. */
  readonly constants?: Readonly<Record<string, number>>;
  /** Threads of one workgroup along x; a dispatch of n threads is folded over y past 65,535 groups. */
  readonly workgroup: number;
  readonly params: P;
  readonly buffers: B;
}

export type ParamsOf<K> =
  K extends Kernel<infer P, BuffersSpec> ? { readonly [N in keyof P]: ParamValue<P[N]> } : never;
export type BuffersOf<K> = K extends Kernel<ParamsSpec, infer B> ? { readonly [N in keyof B]: GPUBuffer } : never;

const labels = new Set<string>();

/** The labels of all kernels of the program. */
export function kernelLabels(): ReadonlySet<string> {
  return labels;
}

export function defineKernel<const P extends ParamsSpec, const B extends BuffersSpec>(
  kernel: Kernel<P, B>,
): Kernel<P, B> {
  labels.add(kernel.label);
  return Object.freeze(kernel);
}

const MAX_GROUPS = 65_535;

/** Workgroup counts for `threads` threads: one row as far as it goes, then rows; see `common/dispatch.wgsl`. */
export function foldDispatch(threads: number, workgroup: number): [number, number] {
  const groups = Math.ceil(threads / workgroup);
  return groups <= MAX_GROUPS ? [groups, 1] : [MAX_GROUPS, Math.ceil(groups / MAX_GROUPS)];
}
