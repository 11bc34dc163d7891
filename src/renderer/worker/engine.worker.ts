/**
 * The window's engine worker: the service behind Comlink. What the worker does not keep is transferred; finished meshes
 * are shared memory, or copied where the page is not isolated.
 */
import { expose, releaseProxy, transfer } from 'comlink';
import { buffersOf } from '../../engine/hosting.ts';
import type { EngineApi } from './engine-api.ts';
import { EngineService } from './engine-service.ts';
import type { Sink } from './open-cloud.ts';
import { openWorkerDevice } from './worker-device.ts';

const service = new EngineService(openWorkerDevice);

/** Held until this worker is gone, however it goes: the window waits for it to become free (`engine-client.ts`). */
const alive = new Promise<void>((resolve) => {
  if (!('locks' in navigator)) return resolve();
  void navigator.locks.request(self.name, () => {
    resolve();
    return new Promise(() => undefined);
  });
});

/** Calls with the window's callback: its events are moved, and its channel is closed when the call has ended. */
async function withSink<E, R>(sink: Sink<E>, call: (sink: Sink<E>) => Promise<R>): Promise<R> {
  try {
    return await call((event) => {
      const buffers = buffersOf(event);
      // A plain number (a share) cannot be marked for transfer.
      return sink(buffers.length > 0 ? transfer(event, buffers) : event);
    });
  } finally {
    (sink as Sink<E> & { [releaseProxy]?: () => void })[releaseProxy]?.();
  }
}

const api: EngineApi = {
  async start(options) {
    await alive;
    return service.start(options);
  },
  async examine(system, onTrying) {
    return withSink<number, Awaited<ReturnType<EngineApi['examine']>>>(onTrying, (moving) =>
      service.examine(system, (done) => void moving(done)),
    );
  },
  async open(request, sink) {
    const outcome = await withSink(sink, (moving) => service.open(request, moving));
    return transfer(outcome, buffersOf(outcome));
  },
  async keepPoints(...args) {
    const outcome = await service.keepPoints(...args);
    return transfer(outcome, buffersOf(outcome));
  },
  async place(...args) {
    const outcome = await service.place(...args);
    return transfer(outcome, buffersOf(outcome));
  },
  async cut(...args) {
    const outcome = await service.cut(...args);
    return transfer(outcome, buffersOf(outcome));
  },
  async compare(id, file, sink) {
    const outcome = await withSink(sink, (moving) => service.compare(id, file, moving));
    return transfer(outcome, buffersOf(outcome));
  },
  writeCut: (...args) => service.writeCut(...args),
  writeTerrain: (...args) => service.writeTerrain(...args),
  async editPoints(request) {
    const outcome = await service.editPoints(request);
    return transfer(outcome, buffersOf(outcome));
  },
  async markPoints(...args) {
    const outcome = await service.markPoints(...args);
    return transfer(outcome, buffersOf(outcome));
  },
  findPoints: (...args) => service.findPoints(...args),
  valueHistogram: (...args) => service.valueHistogram(...args),
  async previewColumns(...args) {
    const outcome = await service.previewColumns(...args);
    return transfer(outcome, buffersOf(outcome));
  },
  estimate: (...args) => service.estimate(...args),
  reconstruct: (id, options, leftOut, sink) =>
    withSink(sink, (moving) => service.reconstruct(id, options, leftOut, moving)),
  cancel: () => service.cancel(),
  pause: () => service.pause(),
  resume: () => service.resume(),
  stop: () => service.stop(),
  measureTrimmed: (...args) => service.measureTrimmed(...args),
  finish: (id, choice, trim, sink) => withSink(sink, (moving) => service.finish(id, choice, trim, moving)),
  write: (id, options, target, sink) => withSink(sink, (moving) => service.write(id, options, target, moving)),
  writeCloud: (id, frame, target, sink) => withSink(sink, (moving) => service.writeCloud(id, frame, target, moving)),
  readJob: (...args) => service.readJob(...args),
  planBatch: (...args) => service.planBatch(...args),
  batch: (request, sink) => withSink(sink, (moving) => service.batch(request, moving)),
  async openResult(cloud, mesh, sidecar, sink) {
    const outcome = await withSink(sink, (moving) => service.openResult(cloud, mesh, sidecar, moving));
    // The run's arrays are kept, as those of `reconstruct`: only what is drawn of the cloud goes.
    return transfer(outcome, outcome.type === 'done' ? buffersOf(outcome.value.opened) : []);
  },
  describeProject: (request) => service.describeProject(request),
  findScans: (...args) => service.findScans(...args),
  async openProject(text, name, files, sink) {
    const outcome = await withSink(sink, (moving) => service.openProject(text, name, files, moving));
    return transfer(outcome, outcome.type === 'done' ? buffersOf(outcome.value.opened) : []);
  },
  release: (ids) => service.release(ids),
  speeds: () => service.speeds(),
  loseDevice: () => service.loseDevice(),
};
expose(api);
