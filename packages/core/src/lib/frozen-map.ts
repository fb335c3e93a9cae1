/** Makes a map that cannot be changed: `Object.freeze` alone leaves the entries of a map open to `set` and `delete`. */
export function frozenMap<K, V>(entries: Iterable<readonly [K, V]>): ReadonlyMap<K, V> {
  const refuse = (): never => {
    throw new TypeError("This map is read-only");
  };
  const member = { value: refuse };
  return Object.freeze(
    Object.defineProperties(new Map(entries), { set: member, delete: member, clear: member }),
  );
}
