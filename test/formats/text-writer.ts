/** Tables as text: a row a line. */
export function tableText(rows: readonly (readonly number[])[], separator = ' '): string {
  return rows.map((row) => `${row.map(numberText).join(separator)}\n`).join('');
}

/** A number as JavaScript prints it, but with the sign of zero. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
