/**
 * A device without memory for some buffers, as WebGPU has it: such a buffer is an invalid one, the innermost scope for
 * shortage hears of it, and whatever uses the buffer later is refused by the device itself.
 */

/** @param isRefused is asked of each buffer as it is made */
export function runShort(device: GPUDevice, isRefused: (descriptor: GPUBufferDescriptor) => boolean): void {
  const scopes: { filter: GPUErrorFilter; isShort: boolean }[] = [];
  const pushErrorScope = device.pushErrorScope.bind(device);
  device.pushErrorScope = (filter) => {
    scopes.push({ filter, isShort: false });
    return pushErrorScope(filter);
  };
  const popErrorScope = device.popErrorScope.bind(device);
  device.popErrorScope = async () => {
    const isShort = scopes.pop()?.isShort;
    const found = await popErrorScope();
    return isShort ? new GPUOutOfMemoryError('no memory, on purpose') : found;
  };
  const createBuffer = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    if (!isRefused(descriptor)) return createBuffer(descriptor);
    tellShortage(device, scopes);
    pushErrorScope('validation');
    // Memory that can be mapped can be nothing but a copy's: such a buffer is invalid everywhere.
    const buffer = createBuffer({ ...descriptor, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
    void popErrorScope();
    return buffer;
  };
}

function tellShortage(device: GPUDevice, scopes: readonly { filter: GPUErrorFilter; isShort: boolean }[]): void {
  const scope = scopes.findLast(({ filter }) => filter === 'out-of-memory');
  if (scope) Object.assign(scope, { isShort: true });
  else reportShortage(device);
}

/** What a device says of memory that ran out where no scope is round: with a submit, or for itself. */
export function reportShortage(device: GPUDevice): void {
  const error = new GPUOutOfMemoryError('no memory, on purpose');
  device.dispatchEvent(new GPUUncapturedErrorEvent('uncapturederror', { error, cancelable: true }));
}
