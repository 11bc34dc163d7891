/**
 * Runs in Deno, whose WebGPU is wgpu with naga's compiler, as in Firefox: examines the device as `gridpull doctor`
 * does, and writes the meshes of the golden shapes for `compare-wgpu.ts`. Bundled before it runs, since Deno reads no
 * WGSL.
 */
import {
  deviceReportText,
  examineDevice,
  findAdapters,
  adapterFacts,
  openDevice,
  reconstruct,
} from '../../src/engine/index.ts';
import { inlineHost } from '../../src/engine/host/inline-host.ts';
import { goldenClouds } from './golden-clouds.ts';

declare const Deno: {
  readonly args: readonly string[];
  readonly version: { readonly deno: string };
  writeFileSync(path: string, bytes: Uint8Array): void;
  exit(code: number): never;
};

const [folder = '.'] = Deno.args;
const context = { signal: new AbortController().signal, onEvent: () => undefined };
const adapters = adapterFacts(await findAdapters(navigator.gpu));
const { device, label } = await openDevice(navigator.gpu, 'Deno found none');
const host = inlineHost(device, label);
const report = await examineDevice(host, context, { adapters });
console.log(deviceReportText(report, { program: `Deno ${Deno.version.deno}, wgpu` }));
for (const { name, cloud, options } of goldenClouds()) {
  const startMs = performance.now();
  const { mesh } = await reconstruct(cloud, options, host, context);
  console.log(
    `${name}: ${mesh.indices.length / 3} triangles in ${((performance.now() - startMs) / 1000).toFixed(1)} s`,
  );
  Deno.writeFileSync(`${folder}/${name}.positions`, new Uint8Array(mesh.positions.buffer));
  Deno.writeFileSync(`${folder}/${name}.indices`, new Uint8Array(mesh.indices.buffer));
}
Deno.exit(report.isSound ? 0 : 1);
