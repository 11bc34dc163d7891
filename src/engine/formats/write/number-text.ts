/**
 * Numbers as text that reads back to the same bits, in as few digits as that takes, always with a decimal point and
 * never a comma: neither function looks at the host's language.
 */

/** Nine significant digits tell any two float32 values apart (IEEE 754, section 5.12.2); many need fewer. */
const FLOAT32_DIGITS = 9;
/** Any decimal of six digits survives a normal float32, so rounding to six finds every shorter text as well. */
const FIRST_DIGITS = 6;
/** Below this, float32 has fewer digits than that. */
const LEAST_NORMAL = 2 ** -126;

/** The shortest text that rounds to the same float32; `String` alone would give the 17 digits of its float64. */
export function float32Text(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  for (let digits = Math.abs(value) < LEAST_NORMAL ? 1 : FIRST_DIGITS; digits < FLOAT32_DIGITS; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(FLOAT32_DIGITS)));
}

/** The shortest text that rounds to the same float64 (ECMAScript, Number::toString). */
export function float64Text(value: number): string {
  return String(value);
}

/** Longest results: "-1.23456789e-38" and "-1.2345678901234567e-308". */
export const NUMBER_TEXT_BYTES = 24;
