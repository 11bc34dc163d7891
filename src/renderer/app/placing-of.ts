/** How the cloud that is shown stands, as it would be asked for, and the unit that its lengths have. Pure. */
import { AXES, type AxisName, type Placement, type Placing, type Triple } from '../../engine/vocabulary.ts';
import type { LengthUnit } from '../../contracts/settings.ts';
import type { AppState } from './state.ts';

export function placingOf(placement: Placement | null): Placing {
  if (!placement) return {};
  const { up, turn, scale, unit, onGround } = placement;
  return { up, turn, scale, ...(unit && { unit }), onGround };
}

/** The unit of the cloud that is shown, as a person set its scale; else that of the settings. */
export function shownUnit({ document, settings }: Pick<AppState, 'document' | 'settings'>): LengthUnit {
  return document.cloud?.info.placement?.unit ?? settings.unit;
}

/** What is up: an axis of the file and nothing else, or a way that the points were turned. */
export function uprightState(placement: Placement | null): AxisName | 'level' | 'turned' {
  if (!placement) return '+z';
  if (placement.turn.some((degrees) => degrees !== 0)) return 'turned';
  return axisOf(placement.up) ?? 'level';
}

export function axisOf(up: Triple): AxisName | null {
  const names = Object.keys(AXES) as AxisName[];
  return names.find((name) => AXES[name].every((value, axis) => value === up[axis])) ?? null;
}

let last: { readonly of: AppState; readonly shown: AppState } | null = null;

/**
 * The state for those who show lengths of the cloud: its unit stands in the settings. The same object for the same
 * state.
 */
export function withShownUnit(state: AppState): AppState {
  const unit = shownUnit(state);
  if (unit === state.settings.unit) return state;
  if (last?.of !== state) last = { of: state, shown: { ...state, settings: { ...state.settings, unit } } };
  return last.shown;
}
