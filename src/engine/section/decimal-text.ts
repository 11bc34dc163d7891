/** Numbers in drawings: decimals, without an exponent, which some programs of CAD do not read. */

/** @param decimals behind the point; zeros at the end are left out */
export function decimalText(value: number, decimals: number): string {
  const text = value.toFixed(Math.min(Math.max(decimals, 0), 100));
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short;
}

/** So many that `size` has `digits` in all. */
export function decimalsFor(size: number, digits: number): number {
  const whole = size > 0 ? Math.floor(Math.log10(size)) + 1 : 0;
  return digits - whole;
}
