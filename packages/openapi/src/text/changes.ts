import { isObject, memberOf } from "../document/json-values.js";

/** A value to set at a place in a document, or to remove when it is undefined. */
export interface Change {
  readonly at: readonly string[];
  readonly value: unknown;
}

/** What makes `after` of `before`. Lists are replaced as a whole. */
export function changesBetween(
  before: unknown,
  after: unknown,
  at: readonly string[] = [],
): readonly Change[] {
  if (!isObject(before) || !isObject(after))
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ at, value: after }];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    if (!Object.hasOwn(after, name)) return [{ at: [...at, name], value: undefined }];
    if (!Object.hasOwn(before, name)) return [{ at: [...at, name], value: after[name] }];
    return changesBetween(before[name], after[name], [...at, name]);
  });
}

/** Makes changes in a value that nothing else holds. */
export function makeChanges(value: unknown, changes: readonly Change[]): void {
  for (const { at, value: member } of changes) {
    const holder = at.slice(0, -1).reduce(memberOf, value);
    const name = at.at(-1);
    if (!isObject(holder) || name === undefined) continue;
    if (member === undefined) Reflect.deleteProperty(holder, name);
    else {
      // Also for a member `__proto__`.
      const property = { value: member, configurable: true, enumerable: true, writable: true };
      Object.defineProperty(holder, name, property);
    }
  }
}
