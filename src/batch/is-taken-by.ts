/** A check of a value by what reads it. */

/** Whether what reads a value takes it, for checks that say of it in their own words what is allowed. */
export function isTakenBy<V>(read: (value: V) => unknown): (value: V) => boolean {
  return (value) => {
    try {
      read(value);
      return true;
    } catch {
      return false;
    }
  };
}
