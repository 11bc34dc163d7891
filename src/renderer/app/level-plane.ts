/** The plane through three picked places, whose up is on the side that is up now. Pure. */
import type { Triple } from '../../engine/vocabulary.ts';

/** Of the square of the longest side: thinner triangles say nothing of a plane. */
const THINNEST = 1e-3;

/** Length 1; null without three places, and where they lie on one line. */
export function levelNormal(places: readonly Triple[]): Triple | null {
  const [a, b, c] = places;
  if (!a || !b || !c) return null;
  const along = (to: Triple): Triple => [to[0] - a[0], to[1] - a[1], to[2] - a[2]];
  const [u, v] = [along(b), along(c)];
  const normal: Triple = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
  const length = Math.hypot(...normal);
  const longest = Math.max(Math.hypot(...u), Math.hypot(...v));
  if (!(length > THINNEST * longest * longest)) return null;
  const sign = normal[2] < 0 ? -1 : 1;
  const unit = (axis: 0 | 1 | 2): number => (sign * normal[axis]) / length + 0;
  return [unit(0), unit(1), unit(2)];
}
