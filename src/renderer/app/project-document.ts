/** What a project says of the window's document, and how it was seen: to the engine's words and back. Pure. */
import type { ProjectRequest } from '../worker/engine-api.ts';
import type { CameraPose } from '../viewport/viewport-api.ts';
import { FIRST_VIEW } from './defaults.ts';
import type { FlowContext } from './flow-context.ts';
import type { DistanceRange, DocumentState, Measurement, ViewOptions } from './state.ts';

/** There is a cloud. */
export function projectRequest({ state, parts, viewport }: FlowContext): ProjectRequest {
  const { cloud, edits, crop, options, trim, run, view } = state.document;
  return {
    version: parts.platform.versions['app'] ?? '',
    cloudId: cloud!.info.id,
    edits,
    crop,
    options,
    trim,
    runId: run?.id ?? null,
    view: { ...view, pose: viewport?.pose() ?? null, measurements: state.document.measurements },
  };
}

/** How a project was seen, as far as this window knows it; `fallback` for the rest. */
export function shownOf(
  kept: Readonly<Record<string, unknown>>,
  fallback: ViewOptions,
): { readonly view: ViewOptions; readonly pose: CameraPose | null; readonly measurements: readonly Measurement[] } {
  const isAlike = (name: keyof ViewOptions): boolean => {
    const [value, first] = [kept[name], FIRST_VIEW[name]];
    if (Array.isArray(first)) return Array.isArray(value) && value.every((one) => typeof one === 'number');
    if (name === 'distanceRange') return value === 'auto' || isRange(value);
    if (name in CHOICES) return (CHOICES[name as keyof typeof CHOICES] as readonly unknown[]).includes(value);
    if (first === 'auto') return value === 'auto' || (typeof value === 'number' && value > 0);
    return typeof value === typeof first;
  };
  const names = (Object.keys(FIRST_VIEW) as (keyof ViewOptions)[]).filter(isAlike);
  const view = { ...fallback, ...Object.fromEntries(names.map((name) => [name, kept[name]])) };
  return { view, pose: poseOf(kept['pose']), measurements: measurementsOf(kept['measurements']) };
}

const CLOUD_COLORINGS = [
  'plain',
  'file',
  'height',
  'normal',
  'intensity',
  'classification',
  'returnNumber',
  'time',
  'scan',
];
const MESH_COLORINGS = ['plain', 'file', 'normal', 'distance', 'trust'];
const CHOICES = { cloudColoring: CLOUD_COLORINGS, meshColoring: MESH_COLORINGS, coloringBefore: MESH_COLORINGS };

function poseOf(value: unknown): CameraPose | null {
  if (typeof value !== 'object' || value === null) return null;
  const { eye, target, height } = value as Record<string, unknown>;
  return isTriple(eye) && isTriple(target) && typeof height === 'number' && height > 0 ? { eye, target, height } : null;
}

/** Those of them that are measurements. */
function measurementsOf(value: unknown): readonly Measurement[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null) return [];
    const { from, to } = one as Record<string, unknown>;
    return isTriple(from) && isTriple(to) ? [{ from, to }] : [];
  });
}

function isRange(value: unknown): value is DistanceRange {
  if (!Array.isArray(value) || value.length !== 2 || !value.every(Number.isFinite)) return false;
  const [low, high] = value as [number, number];
  return low <= 0 && high >= 0 && low < high;
}

function isTriple(value: unknown): value is [number, number, number] {
  return Array.isArray(value) && value.length === 3 && value.every((one) => Number.isFinite(one));
}

/** What of a document is work: what a project keeps but how it is seen. */
export type Work = readonly unknown[];

export function workOf({ cloud, edits, crop, run, trim, measurements, options }: DocumentState): Work {
  return [cloud?.info.id ?? null, edits.removed?.id ?? null, crop, run?.id ?? null, trim, measurements, options];
}

export function isSameWork(a: Work, b: Work): boolean {
  return a.every((value, i) => Object.is(value, b[i]));
}

/** A scan that was only opened is no work. */
export function hasWork({ cloud, edits, crop, run, measurements }: DocumentState): boolean {
  const isTouched = edits.removed !== null || crop !== null || run !== null || measurements.length > 0;
  return cloud !== null && (isTouched || cloud.files.length === 0);
}
