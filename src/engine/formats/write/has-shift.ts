/** Whether the world coordinates of a cloud or mesh differ from its own, so that float32 may not hold them. */
export function hasShift({ shift }: { readonly shift: readonly number[] }): boolean {
  return shift.some((component) => component !== 0);
}
