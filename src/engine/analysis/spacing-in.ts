/**
 * What a neighbourhood says of the spacing, and the other way round: points on a surface, a square of side s to each.
 */

/** How far points lie apart of which so many lie in a disc, one to each square of side s: k s² = π r². */
export function spacingIn(radius: number, neighbourCount: number): number {
  return radius * Math.sqrt(Math.PI / neighbourCount);
}

/** How many points lie in a disc of that radius. */
export function countWithin(radius: number, spacingNorm: number): number {
  return Math.PI * (radius / spacingNorm) ** 2;
}
