/** Opens an adapter's device with the limits that the engine uses. */
import { ReconstructError } from '../errors.ts';

export interface OpenedDevice {
  readonly device: GPUDevice;
  /** Vendor, architecture and description, for reports. */
  readonly label: string;
  /** The adapter is a software one: correct, and slow. */
  readonly software: boolean;
}

/**
 * Asks for the adapter's own buffer limits: the defaults (256 MiB a buffer, 128 MiB a binding) are too small for a
 * fine level of a large cloud. Throws `gpu-unavailable` where there is no adapter.
 */
export async function openDevice(gpu: GPU, hint: string): Promise<OpenedDevice> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new ReconstructError('gpu-unavailable', `no WebGPU adapter was found; ${hint}`);
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const requiredFeatures: GPUFeatureName[] = adapter.features.has('timestamp-query') ? ['timestamp-query'] : [];
  const device = await adapter.requestDevice({
    label: 'gridpull engine',
    requiredFeatures,
    requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
  });
  const { vendor, architecture, description } = adapter.info;
  const label = [vendor, architecture, description].filter((part) => part !== '').join(' ') || 'unknown device';
  const software = /llvmpipe|lavapipe|swiftshader|software|basic render/i.test(label);
  return { device, label, software };
}
