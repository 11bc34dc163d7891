/** The device that GPU tests share: lavapipe in Node, SwiftShader in Chromium, or real hardware where there is some. */
import { openDevice } from '../../src/engine/gpu/open-device.ts';
import { BufferScope } from '../../src/engine/gpu/buffer-scope.ts';
import { Gpu } from '../../src/engine/gpu/gpu.ts';
import type { BuffersSpec, Kernel, ParamsOf, ParamsSpec } from '../../src/engine/gpu/kernel.ts';

let opened: Promise<Gpu> | undefined;

export function testGpu(): Promise<Gpu> {
  opened ??= openDevice(navigator.gpu, 'run: bash scripts/setup-debian.sh').then((o) => new Gpu(o.device, o.label));
  return opened;
}

type Numbers = Float32Array | Uint32Array | Int32Array;

/** Runs one kernel once on copies of the arrays and returns the contents of every buffer afterwards. */
export async function runKernel<
  P extends ParamsSpec,
  B extends BuffersSpec,
  A extends { readonly [N in keyof B]: Numbers },
>(kernel: Kernel<P, B>, threads: number, params: ParamsOf<Kernel<P, B>>, arrays: A): Promise<A> {
  const gpu = await testGpu();
  await gpu.load(kernel);
  using scope = new BufferScope(gpu, 'test');
  const names = Object.keys(kernel.buffers);
  const buffers = Object.fromEntries(names.map((name) => [name, scope.upload(name, arrays[name as keyof A])]));
  gpu
    .commands('test')
    .dispatch(kernel, threads, params, buffers as never)
    .submit();
  const results: Record<string, Numbers> = {};
  for (const name of names) {
    const array = arrays[name as keyof A];
    const bytes = await gpu.read(buffers[name]!, array.byteLength);
    results[name] = new (array.constructor as Float32ArrayConstructor)(bytes);
  }
  return results as A;
}
