/** What is found out about a device, as plain data and as the one text that a person can pass on. */
import type { FoundAdapter } from '../gpu/open-device.ts';
import type { DeviceRates } from './measure-rates.ts';

export interface AdapterFacts {
  readonly label: string;
  readonly isSoftware: boolean;
  readonly subgroupSizes: readonly [smallest: number, largest: number] | null;
}

export interface DeviceCase {
  readonly name: string;
  readonly ms: number;
  /** Null where the answer is right. */
  readonly fault: string | null;
}

export interface DeviceReport {
  readonly device: string;
  /** All that the system offers; the one that was examined is among them. */
  readonly adapters: readonly AdapterFacts[];
  readonly features: readonly string[];
  /** Of the device as the program opens it. */
  readonly limits: Readonly<Record<string, number>>;
  /** Milliseconds of each kernel, in the order of a run. */
  readonly compiled: Readonly<Record<string, number>>;
  /** Null where the device failed before. */
  readonly rates: DeviceRates | null;
  readonly cases: readonly DeviceCase[];
  readonly isSound: boolean;
}

/** Of adapters as `findAdapters` gives them, what can be passed on. */
export function adapterFacts(adapters: readonly FoundAdapter[]): AdapterFacts[] {
  return adapters.map(({ adapter: { info }, label, isSoftware }) => {
    const { subgroupMinSize: smallest, subgroupMaxSize: largest } = info;
    // Older implementations tell no sizes.
    const subgroupSizes = smallest && largest ? ([smallest, largest] as const) : null;
    return { label, isSoftware, subgroupSizes };
  });
}

/** Limits that decide what fits, of the forty that there are. */
const TOLD_LIMITS: readonly string[] = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupsPerDimension',
];
const TOLD_KERNELS = 3;

/** @param system what the host knows of itself: program, operating system, versions; a line each */
export function deviceReportText(report: DeviceReport, system: Readonly<Record<string, string>>): string {
  const { device, adapters, features, limits, compiled, rates, cases, isSound } = report;
  const times = Object.entries(compiled).sort(([, a], [, b]) => b - a);
  const totalMs = times.reduce((sum, [, ms]) => sum + ms, 0);
  const slowest = times.slice(0, TOLD_KERNELS).map(([label, ms]) => `${label} ${milliseconds(ms)}`);
  const lines: (readonly [string, string])[] = [
    ...Object.entries(system),
    ['device', device],
    ...adapters.map(({ label, isSoftware, subgroupSizes }) => {
      const kind = isSoftware ? 'software' : 'hardware';
      return [
        'adapter',
        `${label} (${kind}${subgroupSizes ? `, subgroups ${subgroupSizes.join(' to ')}` : ''})`,
      ] as const;
    }),
    ...TOLD_LIMITS.flatMap((name) =>
      limits[name] === undefined ? [] : [['limit', `${name} ${limits[name]}`] as const],
    ),
    ['features', features.join(' ') || 'none'],
    [
      'compiled',
      `${times.length} kernels in ${milliseconds(totalMs)}${slowest.length > 0 ? `; ${slowest.join(', ')}` : ''}`,
    ],
    ...(rates ? rateLines(rates) : []),
    ...cases.map(({ name, ms, fault }) => [fault === null ? 'right' : 'WRONG', caseText(name, ms, fault)] as const),
    ['verdict', verdictOf(cases, isSound)],
  ];
  const width = Math.max(...lines.map(([name]) => name.length)) + 2;
  return lines.map(([name, value]) => `${name.padEnd(width)}${value}\n`).join('');
}

function rateLines({ operationsPerSecond, copiedBytesPerSecond, readBytesPerSecond, answerMs }: DeviceRates) {
  return [
    ['arithmetic', `${short(operationsPerSecond / 1e9)} billion operations a second`],
    ['copies', `${short(copiedBytesPerSecond / 1e9)} GB/s in its memory, ${short(readBytesPerSecond / 1e9)} GB/s back`],
    ['answers', `after ${milliseconds(answerMs)}`],
  ] as const;
}

function caseText(name: string, ms: number, fault: string | null): string {
  return fault === null ? `${name}, ${milliseconds(ms)}` : `${name}: ${fault}`;
}

function verdictOf(cases: readonly DeviceCase[], isSound: boolean): string {
  if (isSound) return 'this device computes rightly';
  const wrong = cases.filter(({ fault }) => fault !== null).length;
  return (
    `${wrong} of ${cases.length} answers are wrong or missing: results of this device cannot be trusted. ` +
    'Update the graphics driver, or compute without the graphics card.'
  );
}

function milliseconds(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 10 ? `${ms.toFixed(0)} ms` : `${ms.toFixed(1)} ms`;
}

/** Three digits, without an exponent. */
function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
