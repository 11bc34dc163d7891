/**
 * What a sensor is good for, by how many of its points could not be seen from where it is said to stand, and what there
 * is to say about that.
 */
import type { SensorUse } from '../analysis/point-sensors.ts';

export interface SensorEvidence {
  /** [sensorCount] points of each. */
  readonly counts: Uint32Array;
  /** [sensorCount] share of them that the others hide; NaN where there are too few to tell. */
  readonly hidden: Float64Array;
  /** [sensorCount] whose place each has; its own where not given. */
  readonly taken?: Uint16Array;
  /** [sensorCount] how far off each place may be; 0 where not given. */
  readonly errors?: Float64Array;
}

/**
 * Share of a sensor's points hidden from it from which its place is wrong. True places .3 to 5.2 % (rooms, terrain, a
 * camera), .1 to 11 % where its points are few and at the rims of a body; wrong ones 17 to 88 %. Not told: stations of
 * one room exchanged (3 to 13 %, `exchanged-places.ts` finds them), a height field seen from below (.1 %).
 */
const MOST_HIDDEN = 0.15;
/** Up to here the space before its points is free: a camera that moved hides 11.6 %, and its beams do not meet. */
const MOST_HIDDEN_CARVING = 0.08;
/** Share of the points that are of wrong places from which no place of the file is believed. */
const MOST_IGNORED = 1 / 3;
/** Smooth edges between well seen points that disagree: true places up to 9 % (a sword), exchanged ones 18 and 25 %. */
const MOST_DISAGREEMENT = 0.2;
/** Sensors that a sentence names. */
const MOST_NAMED = 3;

/** [sensorCount] */
export function judgeSensors(evidence: SensorEvidence): SensorUse[] {
  const { counts, hidden, taken } = evidence;
  const uses = Array.from(hidden, (share, sensor): SensorUse => {
    if (isWrong(evidence, sensor)) return 'none';
    // Whoever frees space asks the file for the place.
    return freesSpace(share) && (taken?.[sensor] ?? sensor) === sensor ? 'carve' : 'sides';
  });
  const all = counts.reduce((sum, count) => sum + count, 0);
  const ignored = counts.reduce((sum, count, sensor) => sum + (uses[sensor] === 'none' ? count : 0), 0);
  return ignored > MOST_IGNORED * all ? uses.map(() => 'none') : uses;
}

/**
 * A sensor that moved saw from beside its place what others hide from that: low over a narrow yard 53 %, and 0 on the
 * wrong side. What told its path has told that it is right.
 */
function isWrong({ hidden, errors }: Pick<SensorEvidence, 'hidden' | 'errors'>, sensor: number): boolean {
  return hidden[sensor]! > MOST_HIDDEN && !errors?.[sensor];
}

/** @param hidden share of a sensor's points that others hide from its place; NaN where there are too few to tell */
export function freesSpace(hidden: number): boolean {
  return hidden <= MOST_HIDDEN_CARVING;
}

export function isContradicting(disagreement: number): boolean {
  return disagreement > MOST_DISAGREEMENT;
}

const CHECK = 'Check the poses of the scans (gridpull info lists the sensors), or give the points without them.';

/** On the sensors that are ignored; nothing where none is. */
export function hiddenWarning(
  names: readonly string[],
  evidence: Pick<SensorEvidence, 'hidden' | 'errors'>,
  uses: readonly SensorUse[],
): string | undefined {
  const { hidden } = evidence;
  const wrong = [...hidden.keys()].filter((sensor) => isWrong(evidence, sensor));
  if (wrong.length === 0) return undefined;
  wrong.sort((a, b) => hidden[b]! - hidden[a]! || a - b);
  const named = firstOf(wrong.map((sensor) => `${names[sensor]} ${percent(hidden[sensor]!)}`));
  const isAll = uses.every((use) => use === 'none');
  const what = isAll ? 'No sensor of the file is used' : 'These sensors are ignored';
  return (
    `Sensors do not stand where the file says: from there their points would hide one another (${named}; ` +
    `${percent(MOST_HIDDEN)} are allowed). ${what}, and the sides are found from the points. ${CHECK}`
  );
}

/** On sensors that have each other's places; nothing where each has its own. */
export function exchangedWarning(names: readonly string[], taken: Uint16Array): string | undefined {
  const moved = [...taken.keys()].filter((sensor) => taken[sensor] !== sensor);
  if (moved.length === 0) return undefined;
  const named = firstOf(moved.map((sensor) => `${names[sensor]} stood where ${names[taken[sensor]!]} is said to`));
  return (
    `The places of ${moved.length} sensors are exchanged in the file, as their points' spacing shows ` +
    `(${named}): the sides are found from the places as they were. Check the poses of the scans.`
  );
}

/** On sensors that are said to have stood where another one did; nothing where none is. */
export function sharedPlaceWarning(names: readonly string[], shared: readonly number[]): string | undefined {
  if (shared.length === 0) return undefined;
  const named = firstOf(shared.map((sensor) => names[sensor]!));
  return (
    `Several scans are said to have stood at one place, and the points' spacing shows that these did not (${named}): ` +
    `their places are ignored. Check the poses of the scans.`
  );
}

export function contradictionWarning(disagreement: number): string {
  return (
    `The file's sensors contradict one another about the sides of ${percent(disagreement)} of the surface ` +
    `(${percent(MOST_DISAGREEMENT)} are allowed): they are ignored, and the sides are found from the points. ${CHECK}`
  );
}

/** The first few of a list, and how many more there are. */
function firstOf(all: readonly string[]): string {
  const more = all.length > MOST_NAMED ? [`${all.length - MOST_NAMED} more`] : [];
  return [...all.slice(0, MOST_NAMED), ...more].join(', ');
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
