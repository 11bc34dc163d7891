/** Turns a kernel's declaration into a pipeline with an explicit layout. */
import { messageOf, ReconstructError } from '../errors.ts';
import type { Kernel } from './kernel.ts';
import { layoutOf, type ParamsLayout } from './params-layout.ts';
import { STAGE_COMPUTE } from './usage.ts';

export interface CompiledKernel {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  readonly params: ParamsLayout;
}

/**
 * Compiles; throws `shader-invalid` with `file:line:column message` for every error of the compiler. Code that replaces
 * the program's must have the kernel's workgroup and parameters, or it is refused in the same way.
 */
export async function compileKernel(
  device: GPUDevice,
  kernel: Kernel,
  file = `${kernel.label}.wgsl`,
): Promise<CompiledKernel> {
  const { label } = kernel;
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ label, code: kernel.code });
  // The messages below say more than the device's error would, which would end the run before they come.
  device.popErrorScope().catch(() => undefined);
  const info = await module.getCompilationInfo();
  const errors = info.messages.filter((message) => message.type === 'error');
  if (errors.length > 0) {
    const lines = kernel.code.split('\n');
    throw new ReconstructError(
      'shader-invalid',
      errors
        .map((e) => `${file}:${e.lineNum}:${e.linePos} ${e.message} in «${lines[e.lineNum - 1]?.trim() ?? ''}»`)
        .join('\n'),
      { label },
    );
  }
  checkWorkgroup(kernel, file);
  const params = layoutOf(kernel, file);
  const layout = device.createBindGroupLayout({
    label,
    entries: [
      { binding: 0, visibility: STAGE_COMPUTE, buffer: { type: 'uniform', hasDynamicOffset: true } },
      ...Object.values(kernel.buffers).map((access, i): GPUBindGroupLayoutEntry => ({
        binding: i + 1,
        visibility: STAGE_COMPUTE,
        buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' },
      })),
    ],
  });
  const compiling = device.createComputePipelineAsync({
    label,
    layout: device.createPipelineLayout({ label, bindGroupLayouts: [layout] }),
    compute: { module, entryPoint: 'main', ...(kernel.constants && { constants: kernel.constants }) },
  });
  const pipeline = await compiling.catch((cause: unknown) => {
    const message = `${file} makes no pipeline: ${messageOf(cause)}`;
    throw new ReconstructError('shader-invalid', message, { label }, { cause });
  });
  return { pipeline, layout, params };
}

/** Dispatches are counted in workgroups of the declared size. */
function checkWorkgroup({ label, code, workgroup }: Kernel, file: string): void {
  const found = /@workgroup_size\(\s*(\d+)/.exec(code)?.[1];
  if (Number(found) === workgroup) return;
  const message = `${file}: @workgroup_size is ${found ?? 'missing'}; the program counts on ${workgroup}`;
  throw new ReconstructError('shader-invalid', message, { label });
}
