/** The examination of a device, in the process that computes. */
import { adapterFacts, type DeviceReport, examineDevice, type Host, type RunContext } from '../engine/index.ts';
import type { DoctorTask } from './compute-messages.ts';
import { nodeAdapters, type NodeHostOptions } from './node-host.ts';

/** Rejects with `gpu-unavailable` or the signal's reason; a device that fails later is told by the report. */
export async function examineNodeDevice(
  { software, adapter }: DoctorTask,
  openHost: (options: NodeHostOptions) => Promise<Host>,
  context: RunContext,
  onCase: (name: string) => void,
): Promise<DeviceReport> {
  onCase('a device is opened');
  const host = await openHost({ software, ...(adapter !== undefined && { adapter }) });
  // After it: opening may have had to choose another driver.
  const adapters = adapterFacts(await nodeAdapters());
  return examineDevice(host, context, { adapters, onCase });
}
