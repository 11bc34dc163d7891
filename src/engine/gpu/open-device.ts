/** Finds the adapters that there are, and opens one's device with the limits that the engine uses. */
import { ReconstructError } from '../errors.ts';

export interface OpenedDevice {
  readonly device: GPUDevice;
  /** Vendor, architecture and description, for reports. */
  readonly label: string;
  /** The adapter is a software one: correct, and slow. */
  readonly software: boolean;
}

/** What WebGPU tells of an adapter. It gives no list: an adapter is what answers one of the ways of asking for one. */
export interface FoundAdapter {
  readonly adapter: GPUAdapter;
  /** Vendor, architecture and description, for people. */
  readonly label: string;
  readonly isSoftware: boolean;
}

const WAYS_TO_ASK: readonly GPURequestAdapterOptions[] = [
  { powerPreference: 'high-performance' },
  { powerPreference: 'low-power' },
  { forceFallbackAdapter: true },
];

/** All adapters that can be asked for, each once, the one that is taken by default first. */
export async function findAdapters(gpu: GPU): Promise<readonly FoundAdapter[]> {
  const found = new Map<string, FoundAdapter>();
  for (const way of WAYS_TO_ASK) {
    const adapter = await gpu.requestAdapter(way);
    if (!adapter) continue;
    const label = labelOf(adapter);
    if (!found.has(label)) found.set(label, { adapter, label, isSoftware: isSoftware(label) });
  }
  return [...found.values()];
}

/**
 * Asks for the adapter's own buffer limits: the defaults (256 MiB a buffer, 128 MiB a binding) are too small for a
 * fine level of a large cloud.
 * @param wanted words of the name of the adapter to take, where there are several
 * @throws ReconstructError `gpu-unavailable` where there is no adapter, or none of that name
 */
export async function openDevice(gpu: GPU, hint: string, wanted?: string): Promise<OpenedDevice> {
  const adapter =
    wanted === undefined
      ? await gpu.requestAdapter({ powerPreference: 'high-performance' })
      : await adapterNamed(gpu, wanted);
  if (!adapter) throw new ReconstructError('gpu-unavailable', `no WebGPU adapter was found; ${hint}`);
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const requiredFeatures: GPUFeatureName[] = adapter.features.has('timestamp-query') ? ['timestamp-query'] : [];
  const device = await adapter.requestDevice({
    label: 'gridpull engine',
    requiredFeatures,
    requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
  });
  const label = labelOf(adapter);
  return { device, label, software: isSoftware(label) };
}

async function adapterNamed(gpu: GPU, wanted: string): Promise<GPUAdapter | null> {
  const adapters = await findAdapters(gpu);
  if (adapters.length === 0) return null;
  // One's whole name may be a part of another's.
  const found =
    adapters.find(({ label }) => label === wanted) ??
    adapters.find(({ label }) => label.toLowerCase().includes(wanted.toLowerCase()));
  if (found) return found.adapter;
  const names = adapters.map(({ label }) => label).join('; ');
  throw new ReconstructError('gpu-unavailable', `no graphics adapter is called ${wanted}; there are: ${names}`);
}

function labelOf({ info }: GPUAdapter): string {
  const { vendor, architecture, description } = info;
  return [vendor, architecture, description].filter((part) => part !== '').join(' ') || 'unknown device';
}

function isSoftware(label: string): boolean {
  return /llvmpipe|lavapipe|swiftshader|software|basic render/i.test(label);
}
