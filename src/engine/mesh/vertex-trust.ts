/** How sure a mesh is at each of its vertices (docs/trust.md). */
export interface VertexTrust {
  /** [vertexCount] standard deviation of how far the true surface is from the vertex, in the unit of the positions. */
  readonly uncertainties: Float32Array<ArrayBuffer>;
  /** [vertexCount] 1 where no point says that there is a surface. */
  readonly guessed: Uint8Array<ArrayBuffer>;
}

/** Of other vertices, each with what is known of its source. */
export function trustAt({ uncertainties, guessed }: VertexTrust, sources: Uint32Array): VertexTrust {
  const picked = { uncertainties: new Float32Array(sources.length), guessed: new Uint8Array(sources.length) };
  for (let i = 0; i < sources.length; i++) {
    picked.uncertainties[i] = uncertainties[sources[i]!]!;
    picked.guessed[i] = guessed[sources[i]!]!;
  }
  return picked;
}
