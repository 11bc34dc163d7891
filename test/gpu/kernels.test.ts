/** Every WGSL file with an entry point has one declaration that says the same, and compiles on this device. */
import { makeShaderDataDefinitions, type StructDefinition } from 'webgpu-utils';
import { describe, expect, it } from 'vitest';
import { compileKernel } from '../../src/engine/gpu/compile.ts';
import { defineKernel, foldDispatch, type Kernel, layoutParams } from '../../src/engine/gpu/kernel.ts';
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

  it('lays the parameters out as the file does', () => {
    const uniform = makeShaderDataDefinitions(kernel.code).uniforms['params'];
    const struct = uniform?.typeDefinition as StructDefinition;
    const { offsets, size } = layoutParams(kernel.params);
    const found = Object.fromEntries(Object.entries(struct.fields).map(([name, field]) => [name, field.offset]));
    expect(found).toEqual(offsets);
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

it('folds dispatches past 65,535 groups', () => {
  expect(foldDispatch(1, 64)).toEqual([1, 1]);
  expect(foldDispatch(65_535 * 64, 64)).toEqual([65_535, 1]);
  expect(foldDispatch(65_535 * 64 + 1, 64)).toEqual([65_535, 2]);
});
