/** Chromium's switches for WebGPU, which must be set before Electron is ready. */

/** `isSoftware`: compute on the processor, by Chromium's own SwiftShader. */
export function gpuSwitches(
  platform: string,
  isSoftware: boolean,
): readonly (readonly [name: string, value?: string])[] {
  const switches: (readonly [string, string?])[] = [];
  // WebGPU on Linux is still behind these in Chromium.
  if (platform === 'linux') switches.push(['enable-features', 'Vulkan']);
  if (platform === 'linux' || isSoftware) switches.push(['enable-unsafe-webgpu']);
  // The second lets the viewport (WebGL) draw where there is no graphics card at all.
  if (isSoftware) switches.push(['use-webgpu-adapter', 'swiftshader'], ['enable-unsafe-swiftshader']);
  return switches;
}
