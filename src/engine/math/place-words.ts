/** Places in messages. Digits that count from the front would tell a northing of 5412345.67 as 5412350. */

/** Of the length, that a place is told to at least. */
const SHARE = 0.01;
/** Of float64; `toFixed` takes up to 100. */
const MOST_DECIMALS = 15;

/**
 * The coordinates of a place, each told to a hundredth of `length` or better, however far from the origin; all digits
 * where that is 0.
 */
export function placeWords(place: readonly number[], length: number): string[] {
  if (!(length > 0)) return place.map(String);
  const decimals = Math.min(MOST_DECIMALS, Math.max(0, Math.ceil(-Math.log10(SHARE * length))));
  return place.map((value) => String(Number(value.toFixed(decimals)) + 0));
}
