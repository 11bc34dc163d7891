/**
 * Whether a device can be trusted, and what it can do: kernels compiled one by one, small problems with known answers,
 * its rates, and a whole run on a ball whose every stage is compared with the ball. A fault ends no examination: it
 * becomes the answer of the case that met it.
 */
import { BALL_OPTIONS, BallAnswers, ballCloud } from './doctor/ball-answers.ts';
import type { AdapterFacts, DeviceCase, DeviceReport } from './doctor/device-report.ts';
import { KNOWN_ANSWERS } from './doctor/known-answers.ts';
import { measureRates, multiplyAdd } from './doctor/measure-rates.ts';
import { messageOf, ReconstructError } from './errors.ts';
import type { RunContext } from './events.ts';
import { BufferScope } from './gpu/buffer-scope.ts';
import { Gpu } from './gpu/gpu.ts';
import type { Host } from './host/host.ts';
import { METHODS } from './methods/methods.ts';
import { reconstruct } from './reconstruct.ts';

/** `onCase` is told what is tried next, so that a crash can be said to have happened there. */
export interface ExamineOptions {
  readonly adapters: readonly AdapterFacts[];
  readonly onCase?: (name: string) => void;
}

/** Rejects with the signal's reason only. */
export async function examineDevice(
  host: Host,
  { signal }: Pick<RunContext, 'signal'>,
  { adapters, onCase = () => undefined }: ExamineOptions,
): Promise<DeviceReport> {
  const context: RunContext = { signal, onEvent: () => undefined };
  const cases: DeviceCase[] = [];
  const tried = async (name: string, body: (gpu: Gpu) => Promise<string | null>): Promise<void> => {
    signal.throwIfAborted();
    onCase(name);
    using gpu = new Gpu(host.device, host.deviceLabel, { signal });
    const startMs = performance.now();
    const checked = body(gpu).then(async (found) => {
      await gpu.settle();
      return found;
    });
    const fault = await checked.catch((error: unknown) => faultOf(gpu, error, signal));
    cases.push({ name, ms: performance.now() - startMs, fault: fault ?? leftOver(gpu) });
  };
  const compiled = await compileAll(tried);
  for (const known of KNOWN_ANSWERS) {
    await tried(known.name, async (gpu) => {
      using scope = new BufferScope(gpu, 'doctor');
      return known.check({ gpu, scope, host, context });
    });
  }
  let rates: DeviceReport['rates'] = null;
  await tried('rates', async (gpu) => {
    using scope = new BufferScope(gpu, 'doctor');
    rates = await measureRates({ gpu, scope, host, context });
    return null;
  });
  await tried('a whole run', () => runBall(host, context));
  return {
    device: host.deviceLabel,
    adapters,
    features: [...host.device.features].sort(),
    limits: numbersOf(host.device.limits),
    compiled,
    rates,
    cases,
    isSound: cases.every(({ fault }) => fault === null),
  };
}

/** One after the other: side by side none would have a time of its own. They stay compiled for the run that follows. */
async function compileAll(
  tried: (name: string, body: (gpu: Gpu) => Promise<string | null>) => Promise<void>,
): Promise<Record<string, number>> {
  const compiled: Record<string, number> = {};
  const kernels = new Set([multiplyAdd, ...METHODS.default.kernels(Infinity)]);
  await tried('kernels are compiled', async (gpu) => {
    const faults: string[] = [];
    for (const kernel of kernels) {
      const startMs = performance.now();
      try {
        await gpu.load(kernel);
        compiled[kernel.label] = (compiled[kernel.label] ?? 0) + performance.now() - startMs;
      } catch (error) {
        gpu.check();
        faults.push(messageOf(error));
      }
    }
    return faults.length === 0 ? null : `${faults.length} of ${kernels.size} are refused: ${faults.join('; ')}`;
  });
  return compiled;
}

async function runBall(host: Host, context: RunContext): Promise<string | null> {
  const answers = new BallAnswers();
  try {
    const { mesh, report } = await reconstruct(ballCloud(), BALL_OPTIONS, { ...host, dump: answers }, context);
    answers.finished(mesh, report);
  } catch (error) {
    context.signal.throwIfAborted();
    // What a stage got wrong tells more than what became of it.
    return [...answers.faults, messageOf(error)].join('; ');
  }
  return answers.faults.length === 0 ? null : answers.faults.join('; ');
}

async function faultOf(gpu: Gpu, error: unknown, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const behind = await gpu.faultBehind(error);
  return behind instanceof ReconstructError ? `${behind.message} (${behind.code})` : messageOf(behind);
}

/** Memory that a case kept is a fault of ours, and would end a long session. */
function leftOver(gpu: Gpu): string | null {
  return gpu.liveBytes === 0 ? null : `${gpu.liveBytes} bytes of the device's memory were not given back`;
}

/** Limits lie on the prototype, and their names differ from implementation to implementation. */
function numbersOf(limits: GPUSupportedLimits): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const name in limits) {
    const value = limits[name as keyof GPUSupportedLimits] as unknown;
    if (typeof value === 'number') numbers[name] = value;
  }
  return numbers;
}
