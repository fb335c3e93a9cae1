/**
 * Adds the members of `source` to `target`, and returns `target`. Unlike `Object.assign` it keeps getters, so that
 * `auth.catalog` is always the current one.
 */
export function withMembers<T extends object, S extends object>(target: T, source: S): T & S {
  for (const [name, found] of Object.entries(Object.getOwnPropertyDescriptors(source))) {
    const isGetter = found.get !== undefined;
    const member = isGetter ? found : { value: found.value as unknown, writable: true };
    Object.defineProperty(target, name, { ...member, enumerable: true, configurable: true });
  }
  return target as T & S;
}
