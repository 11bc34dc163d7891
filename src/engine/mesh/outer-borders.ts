/**
 * Which borders of a surface are where its pieces end, rather than holes in them: of an open piece the one that goes
 * round most. Whether a piece is open, a sheet instead of the skin of a solid, its borders tell: the caps on all of
 * them, over its area.
 */

/**
 * Caps over area: a closed surface 0, half a sphere .5, a plane 1. Closest on either side: a tower with windows .212,
 * a camel scanned from three sides .181 and .235. Measured over 33 clouds whose surfaces are known.
 */
export const MOST_SOLID = 0.2;

/** A closed line of edges of one triangle each. */
export interface Border {
  /** Of the flat cap on it: the length of its vector area ½ ∮ p × dp. */
  readonly cap: number;
  /** The number of the piece that it is a border of. */
  readonly piece: number;
}

/** @param areaOf of a piece, in the unit of the caps */
export function markOuter(borders: readonly Border[], areaOf: (piece: number) => number): boolean[] {
  const caps = new Map<number, number>();
  const widest = new Map<number, Border>();
  for (const border of borders) {
    const { cap, piece } = border;
    caps.set(piece, (caps.get(piece) ?? 0) + cap);
    const known = widest.get(piece);
    if (!known || cap > known.cap) widest.set(piece, border);
  }
  return borders.map(
    (border) => widest.get(border.piece) === border && caps.get(border.piece)! > MOST_SOLID * areaOf(border.piece),
  );
}
