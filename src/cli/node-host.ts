/** The engine's host in Node: Dawn's device and a pool of worker threads. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type * as Dawn from 'webgpu';
import type { Host } from '../engine/hosting.ts';
import { findAdapters, type FoundAdapter, openDevice, type OpenedDevice, PassTimer } from '../engine/index.ts';
import { messageOf, ReconstructError } from '../engine/vocabulary.ts';
import { pollSlowly } from './dawn-polling.ts';
import { openTaskThreads } from './task-threads.ts';

export interface NodeHost extends Host, AsyncDisposable {
  /** The device is the processor: correct, and slow. */
  readonly softwareDevice: boolean;
}

export interface NodeHostOptions {
  /** Compute without the graphics card. */
  readonly software: boolean;
  /** Words of the name of the adapter to take, where there are several. */
  readonly adapter?: string;
  /** The most worker threads; by default one a core, at most eight. */
  readonly workers?: number;
  /** Measure every dispatch (`passTimer`); left out where the device has no timestamps. */
  readonly profiling?: boolean;
}

/**
 * Dawn's instances, never let go: a callback that Dawn has scheduled reads its instance through a bare pointer, so one
 * that the garbage collector takes away meanwhile crashes the process (seen in one of eight runs that ended early).
 * With their devices destroyed they hold a few kilobytes and keep nothing running.
 */
const instances: GPU[] = [];

/** Dawn rounds timestamps to 100 µs as browsers do, against pages that spy; here nobody does. */
const EXACT_TIMESTAMPS = ['disable-dawn-features=timestamp_quantization'];

/** Vulkan drivers that need no graphics card: Mesa's lavapipe, four times faster than the SwiftShader after it. */
const SOFTWARE_DRIVERS = [
  '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json',
  '/usr/share/vulkan/icd.d/lvp_icd.aarch64.json',
  '/usr/share/vulkan/icd.d/lvp_icd.json',
  '/usr/lib/chromium/vk_swiftshader_icd.json',
];
/** What Vulkan's loader reads. */
const DRIVER_VARIABLES = ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES'] as const;
const HINT =
  'install the driver of the graphics card, or a software one: npm run setup, ' +
  'or on Debian: apt-get install -t bookworm-backports mesa-vulkan-drivers';

/**
 * Opens a device (the software one where asked for, or where the machine has no other) and readies the threads, which
 * start with the first task. Disposing ends the threads and destroys the device.
 * @throws ReconstructError `gpu-unavailable` with the command that mends it.
 */
export async function openNodeHost({
  software,
  adapter,
  workers,
  profiling = false,
}: NodeHostOptions): Promise<NodeHost> {
  const opened = await openDawn(software, adapter, profiling ? EXACT_TIMESTAMPS : []);
  if (opened.software) pollSlowly();
  const threads = openTaskThreads(workers);
  return {
    device: opened.device,
    deviceLabel: opened.label,
    softwareDevice: opened.software,
    parallelTasks: threads.size,
    memoryBytes: process.availableMemory(),
    ...(profiling && PassTimer.isSupported(opened.device) && { passTimer: new PassTimer(opened.device) }),
    runTask: (task, args) => threads.runTask(task, args),
    async [Symbol.asyncDispose]() {
      await threads.close();
      opened.device.destroy();
      // Only once its promises are settled does Dawn let the process end.
      await opened.device.lost;
    },
  };
}

async function openDawn(software: boolean, adapter: string | undefined, flags: string[]): Promise<OpenedDevice> {
  const chosen = software && chooseSoftwareDriver();
  const open = async (): Promise<OpenedDevice> => openDevice(await openInstance(flags), hintHere(), adapter);
  try {
    return await open();
  } catch (error) {
    // No graphics card: its driver may still lack where only Chromium's software driver is there, off the usual path.
    const unavailable = error instanceof ReconstructError && error.code === 'gpu-unavailable';
    if (!unavailable || chosen || !chooseSoftwareDriver()) throw error;
  }
  return open();
}

async function openInstance(flags: string[] = []): Promise<GPU> {
  const { create, globals } = await loadDawn();
  // The names of WebGPU's constants and classes, as a page has them.
  for (const [name, value] of Object.entries(globals)) Reflect.set(globalThis, name, value);
  const gpu = create(flags);
  instances.push(gpu);
  return gpu;
}

/** The adapters that Dawn finds, with the environment as it is. */
export async function nodeAdapters(): Promise<readonly FoundAdapter[]> {
  return findAdapters(await openInstance());
}

/** Where a person's choice of a driver leads nowhere, that is what to mend. */
function hintHere(): string {
  for (const name of DRIVER_VARIABLES) {
    const missing = process.env[name]?.split(path.delimiter).find((file) => file !== '' && !existsSync(file));
    if (missing !== undefined) return `${name} names ${missing}, which is not there: unset it, or correct it`;
  }
  return HINT;
}

/** Dawn as an npm package: a native library, which some platforms lack. */
async function loadDawn(): Promise<typeof Dawn> {
  try {
    return await import('webgpu');
  } catch (cause) {
    const message = `WebGPU cannot be loaded (${messageOf(cause)}); ${HINT}`;
    throw new ReconstructError('gpu-unavailable', message, {}, { cause });
  }
}

/**
 * Points the Vulkan loader, which reads its environment when Dawn makes an instance, to a software driver.
 * A choice of the user's wins. Returns whether the environment was changed.
 */
function chooseSoftwareDriver(): boolean {
  if (DRIVER_VARIABLES.some((name) => process.env[name])) return false;
  const driver = SOFTWARE_DRIVERS.find((file) => existsSync(file));
  if (driver === undefined) return false;
  process.env['VK_DRIVER_FILES'] = driver;
  return true;
}
