/** Turns a kernel's declaration into a pipeline with an explicit layout. */
import { ReconstructError } from '../errors.ts';
import type { Kernel } from './kernel.ts';
import { layoutOf, type ParamsLayout } from './params-layout.ts';
import { STAGE_COMPUTE } from './usage.ts';

export interface CompiledKernel {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  readonly params: ParamsLayout;
}

/** Compiles; throws `shader-invalid` with `label:line:column message` for every error of the compiler. */
export async function compileKernel(device: GPUDevice, kernel: Kernel): Promise<CompiledKernel> {
  const { label } = kernel;
  const module = device.createShaderModule({ label, code: kernel.code });
  const info = await module.getCompilationInfo();
  const errors = info.messages.filter((message) => message.type === 'error');
  if (errors.length > 0) {
    const lines = kernel.code.split('\n');
    throw new ReconstructError(
      'shader-invalid',
      errors
        .map((e) => `${label}.wgsl:${e.lineNum}:${e.linePos} ${e.message} in «${lines[e.lineNum - 1]?.trim() ?? ''}»`)
        .join('\n'),
      { label },
    );
  }
  const params = layoutOf(kernel);
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
  const pipeline = await device.createComputePipelineAsync({
    label,
    layout: device.createPipelineLayout({ label, bindGroupLayouts: [layout] }),
    compute: { module, entryPoint: 'main' },
  });
  return { pipeline, layout, params };
}
