/** Lets no spec pass by what the stand-in lacks: reading a member that is not written throws. */
export function strict<T extends object>(name: string, object: T): T {
  return new Proxy(object, {
    get(target, key) {
      // Promises and JSON ask every object for these.
      if (typeof key === 'string' && !(key in target) && key !== 'then' && key !== 'toJSON') {
        throw new Error(`electron.${name}.${key} is not in the stand-in`);
      }
      // It is read from the target itself: private fields are not the proxy's.
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
