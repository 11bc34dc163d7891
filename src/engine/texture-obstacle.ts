/** Whether a texture can be made of a mesh, from counts alone: the window asks before it offers one. */

/** Laying flat takes 15 s per 100,000 triangles, and a viewer shows relief where triangles would cost it more. */
export const MOST_TEXTURED_TRIANGLES = 500_000;

export interface TexturedMesh {
  readonly triangles: number;
  /** The points that it was made from have colours. */
  readonly hasColors: boolean;
  /** What it was simplified from is there. */
  readonly isSimplified: boolean;
}

/** `empty`: it would show nothing. `large`: more triangles than can be laid flat. Null where nothing is in the way. */
export function textureObstacle({ triangles, hasColors, isSimplified }: TexturedMesh): 'empty' | 'large' | null {
  if (!hasColors && !isSimplified) return 'empty';
  return triangles > MOST_TEXTURED_TRIANGLES ? 'large' : null;
}
