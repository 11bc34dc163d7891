/** How a cloud stands, in words: what was asked for. The matrix is in the report. */
import type { Placement } from '../engine/index.ts';

export function placementWords({ up, turn, scale, unit, onGround }: Placement): string {
  const numbers = (values: readonly number[]): string =>
    values.map((value) => Number(value.toPrecision(6)) + 0).join(' ');
  const words = [
    ...(up[2] === 1 ? [] : [`${numbers(up)} up`]),
    ...(turn.some((degrees) => degrees !== 0) ? [`turned ${numbers(turn)} degrees`] : []),
    ...(scale === 1 ? [] : [`times ${scale}`]),
    ...(unit ? [`in ${unit}`] : []),
    ...(onGround ? ['lowest point at z = 0'] : []),
  ];
  return words.length > 0 ? words.join(', ') : 'as in the file';
}
