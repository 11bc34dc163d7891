/** Every WGSL file with an entry point has one declaration that says the same, and compiles on this device. */
import { makeShaderDataDefinitions, type StructDefinition } from 'webgpu-utils';
import { describe, expect, it, vi } from 'vitest';
import { compileKernel } from '../../src/engine/gpu/compile.ts';
import { Gpu } from '../../src/engine/gpu/gpu.ts';
import { defineKernel, foldDispatch, type Kernel, type ParamsSpec } from '../../src/engine/gpu/kernel.ts';
import { layoutOf, packParams } from '../../src/engine/gpu/params-layout.ts';
import { clipBricks } from '../../src/engine/grid/mark-kernels.ts';
import { testGpu } from './device.ts';

const shaders = import.meta.glob<string>('../../src/shaders/**/*.wgsl', { eager: true, import: 'default' });
const modules = import.meta.glob<Record<string, unknown>>('../../src/engine/**/*.ts', { eager: true });

const isKernel = (value: unknown): value is Kernel =>
  typeof value === 'object' && value !== null && 'code' in value && 'workgroup' in value && 'buffers' in value;
const kernels = [...new Set(Object.values(modules).flatMap((module) => Object.values(module).filter(isKernel)))];
const entryPoints = Object.entries(shaders).filter(([, code]) => /@compute/.test(code));

it('finds kernels to look at', () => {
  expect(kernels.length).toBeGreaterThan(10);
});

it.each(entryPoints.map(([path]) => path.replace('../../src/shaders/', '').replace('.wgsl', '')))(
  '%s is declared once',
  (label) => {
    expect(kernels.filter((kernel) => kernel.label === label)).toHaveLength(1);
  },
);

describe.each(kernels.map((kernel) => [kernel.label, kernel] as const))('%s', (label, kernel) => {
  it('has a file of that name with the entry point main', () => {
    const code = shaders[`../../src/shaders/${label}.wgsl`];
    expect(code).toBe(kernel.code);
    expect(code).toMatch(/fn main\(/);
  });

  it('declares the workgroup of the file', () => {
    expect(/@workgroup_size\((\d+)\)/.exec(kernel.code)?.[1]).toBe(String(kernel.workgroup));
  });

  it('declares the bindings of the file in order', () => {
    const found = [...kernel.code.matchAll(/@group\(0\)\s*@binding\((\d+)\)\s*var<(\w+)(?:,\s*(\w+))?>\s*(\w+)/g)]
      .map(([, binding, space, access, name]) => ({ binding: Number(binding), space, access, name }))
      .sort((a, b) => a.binding - b.binding);
    const declared = Object.entries(kernel.buffers).map(([name, access], i) => ({
      binding: i + 1,
      space: 'storage',
      access,
      name,
    }));
    expect(found).toEqual([{ binding: 0, space: 'uniform', access: undefined, name: 'params' }, ...declared]);
    expect(declared.length).toBeLessThanOrEqual(8);
  });

  it('declares the parameters of the file', () => {
    // This reads the whole file, where the engine parses the struct alone.
    const uniform = makeShaderDataDefinitions(kernel.code).uniforms['params'];
    const { struct, size } = layoutOf(kernel);
    expect(struct).toEqual(uniform?.typeDefinition as StructDefinition);
    expect(Object.keys(struct.fields)).toEqual(Object.keys(kernel.params));
    expect(size).toBeGreaterThanOrEqual(struct.size);
  });

  it('compiles', async () => {
    const gpu = await testGpu();
    await expect(compileKernel(gpu.device, kernel)).resolves.toBeTruthy();
  });
});

it('names file, line and source of a compile error', async () => {
  const gpu = await testGpu();
  const bad = defineKernel({
    label: 'test/bad',
    code: 'fn main() {\n  let a = ;\n}',
    workgroup: 1,
    params: {},
    buffers: {},
  });
  await expect(compileKernel(gpu.device, bad)).rejects.toThrow(/test\/bad\.wgsl:2:.*let a = ;/s);
});

describe('kernels that were asked for ahead', () => {
  const nothing = { workgroup: 1, params: {}, buffers: {} } as const;

  it('are compiled once for all runs of a device, but for those whose code is looked at', async () => {
    const { device, label } = await testGpu();
    const kernel: Kernel = { ...clipBricks };
    const compiling = vi.spyOn(device, 'createComputePipelineAsync');
    {
      using gpu = new Gpu(device, label);
      gpu.preload([kernel, kernel]);
      await Promise.all([gpu.load(kernel), gpu.load(kernel)]);
      await gpu.load(kernel);
    }
    using next = new Gpu(device, label);
    await next.load(kernel);
    expect(next.compiled(kernel)).toBeDefined();
    expect(compiling).toHaveBeenCalledOnce();
    using watched = new Gpu(device, label, { shaders: { replaced: new Map(), onCompile: () => undefined } });
    await watched.load(kernel);
    expect(compiling).toHaveBeenCalledTimes(2);
    compiling.mockRestore();
  });

  it('are compiled again where they could not be', async () => {
    const { device, label } = await testGpu();
    const kernel: Kernel = { ...clipBricks };
    const compiling = vi.spyOn(device, 'createComputePipelineAsync').mockRejectedValueOnce(new Error('no memory'));
    using gpu = new Gpu(device, label);
    await expect(gpu.load(kernel)).rejects.toMatchObject({ code: 'shader-invalid' });
    await gpu.load(kernel);
    expect(compiling).toHaveBeenCalledTimes(2);
    compiling.mockRestore();
  });

  it('are no more compiled for a run that is cancelled, nor for one whose code is looked at', async () => {
    const { device, label } = await testGpu();
    const compiling = vi.spyOn(device, 'createComputePipelineAsync');
    const cancelled = new AbortController();
    using gpu = new Gpu(device, label, { signal: cancelled.signal });
    const kernels = Array.from({ length: 9 }, (_, i): Kernel => ({ ...clipBricks, label: `test/ahead ${i}` }));
    gpu.preload(kernels);
    cancelled.abort();
    using watched = new Gpu(device, label, { shaders: { replaced: new Map(), onCompile: () => undefined } });
    watched.preload(kernels);
    using last = new Gpu(device, label);
    await last.load({ ...clipBricks });
    expect(compiling.mock.calls.length).toBeLessThan(4);
    compiling.mockRestore();
  });

  it('tell of their errors when they are loaded', async () => {
    const { device, label } = await testGpu();
    using gpu = new Gpu(device, label);
    const bad: Kernel = { label: 'test/bad ahead', code: 'fn main() { let a = ; }', ...nothing };
    gpu.preload([bad]);
    await expect(gpu.load(bad)).rejects.toMatchObject({ code: 'shader-invalid' });
  });
});

describe('parameters', () => {
  const withStruct = (members: string): Kernel => ({
    label: 'test/params',
    code: `struct Params { ${members} }`,
    workgroup: 64,
    params: { count: 'u32', origin: 'vec3f', shift: 'i32', side: 'f32' },
    buffers: {},
  });
  const values = { count: 4_000_000_000, origin: [1, 2, 3], shift: -7, side: 0.5 };

  it('lie where the struct of the code has them', () => {
    const layout = layoutOf(withStruct('count: u32, origin: vec3<f32>, shift: i32, side: f32'));
    const buffer = new ArrayBuffer(96);
    packParams(layout, values, buffer, 32);
    const [uints, ints, floats] = [new Uint32Array(buffer), new Int32Array(buffer), new Float32Array(buffer)];
    expect(layout.size).toBe(48);
    expect(uints[8]).toBe(4_000_000_000);
    expect([...floats.subarray(12, 15)]).toEqual([1, 2, 3]);
    expect(ints[15]).toBe(-7);
    expect(floats[16]).toBe(0.5);
    expect(uints.subarray(0, 8).every((word) => word === 0)).toBe(true);
  });

  const inOrder = (params: ParamsSpec): Kernel => ({
    label: 'test/params',
    code: `struct Params { ${Object.entries(params)
      .map((member) => member.join(': '))
      .join(', ')} }`,
    workgroup: 64,
    params,
    buffers: {},
  });

  // WGSL, "Alignment and Size": a vec3 is 12 bytes at a multiple of 16, and a struct with one ends at such a multiple.
  it.each<[string, Kernel, Readonly<Record<string, number>>, number]>([
    ['a number right after three', inOrder({ origin: 'vec3f', side: 'f32' }), { origin: 0, side: 12 }, 16],
    ['three after three', inOrder({ low: 'vec3u', high: 'vec3i' }), { low: 0, high: 16 }, 32],
    [
      'all kinds',
      inOrder({ count: 'u32', low: 'vec3u', side: 'f32', origin: 'vec3f', shift: 'i32', high: 'vec3i' }),
      { count: 0, low: 16, side: 28, origin: 32, shift: 44, high: 48 },
      64,
    ],
    ['of a kernel', clipBricks, { low: 0, high: 16, table_size: 28, bricks_per_axis: 32 }, 48],
  ])('lie where WGSL has them: %s', (_, kernel, offsets, size) => {
    const wanted = new DataView(new ArrayBuffer(size));
    const members = Object.entries(kernel.params).map(([name, type], at) => {
      const numbers = (type.startsWith('vec3') ? [1, 2, 3] : [1]).map((value) => 10 * at + value);
      numbers.forEach((value, i) => {
        const offset = offsets[name]! + 4 * i;
        if (type.includes('f')) wanted.setFloat32(offset, value, true);
        else wanted.setUint32(offset, value, true);
      });
      return [name, numbers.length === 1 ? numbers[0]! : numbers] as const;
    });
    const layout = layoutOf(kernel);
    expect(layout.size).toBe(size);
    const buffer = new ArrayBuffer(size);
    packParams(layout, Object.fromEntries(members), buffer, 0);
    expect([...new Uint32Array(buffer)]).toEqual([...new Uint32Array(wanted.buffer)]);
  });

  it('may stand in another order', () => {
    const layout = layoutOf(withStruct('side: f32, shift: i32, count: u32, origin: vec3f'));
    const buffer = new ArrayBuffer(32);
    packParams(layout, values, buffer, 0);
    expect(new Float32Array(buffer)[0]).toBe(0.5);
    expect(new Uint32Array(buffer)[2]).toBe(4_000_000_000);
  });

  it.each([
    ['count: u32, origin: vec3f, side: f32', 'has no shift; the program gives shift: i32'],
    ['count: i32, origin: vec3f, shift: i32, side: f32', 'has count: i32; the program gives count: u32'],
    ['count: u32, origin: vec3f, shift: i32, side: f32, more: f32', 'has more: f32; the program gives no more'],
  ])('are refused in the struct { %s }', (members, message) => {
    expect(() => layoutOf(withStruct(members))).toThrow(`test/params.wgsl: struct Params ${message}`);
  });

  it.each([NaN, Infinity, [0, NaN, 0]])('are refused with %s among them', (value) => {
    const layout = layoutOf(withStruct('count: u32, origin: vec3f, shift: i32, side: f32'));
    const name = Array.isArray(value) ? 'origin' : 'side';
    expect(() => packParams(layout, { ...values, [name]: value }, new ArrayBuffer(48), 0)).toThrow(
      `parameter ${name} is`,
    );
  });
});

it('folds dispatches past 65,535 groups', () => {
  expect(foldDispatch(1, 64)).toEqual([1, 1]);
  expect(foldDispatch(65_535 * 64, 64)).toEqual([65_535, 1]);
  expect(foldDispatch(65_535 * 64 + 1, 64)).toEqual([65_535, 2]);
});
