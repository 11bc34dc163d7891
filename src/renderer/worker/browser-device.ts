/** A device of the browser: of the graphics card, or its software one. */
import { openDevice, type OpenedDevice, ReconstructError } from '../../engine/index.ts';

const HINT =
  'update the driver of the graphics card and the browser, or look at chrome://gpu for what keeps WebGPU from working';

/**
 * The graphics card; the browser's software device where asked for, or where nothing else is there.
 * @param adapter the name of the graphics card to take where there are several; another one where it is not there any
 *   more
 * @throws ReconstructError `gpu-unavailable`
 */
export async function openBrowserDevice(software: boolean, adapter?: string): Promise<OpenedDevice> {
  // It is not there at all in a browser without WebGPU, or on a page that is not secure.
  const gpu = navigator.gpu as GPU | undefined;
  if (!gpu) throw new ReconstructError('gpu-unavailable', `This browser has no WebGPU; ${HINT}`);
  if (software) return openSoftware(gpu);
  try {
    return await openNamed(gpu, adapter);
  } catch (error) {
    return openSoftware(gpu).catch(() => {
      throw error;
    });
  }
}

async function openNamed(gpu: GPU, adapter: string | undefined): Promise<OpenedDevice> {
  if (adapter === undefined) return openDevice(gpu, HINT);
  // Docks are unplugged, and drivers change their names.
  return openDevice(gpu, HINT, adapter).catch(() => openDevice(gpu, HINT));
}

async function openSoftware(gpu: GPU): Promise<OpenedDevice> {
  const fallback = { requestAdapter: () => gpu.requestAdapter({ forceFallbackAdapter: true }) };
  const opened = await openDevice(fallback as unknown as GPU, 'this browser cannot compute without a graphics card');
  return { ...opened, software: true };
}
