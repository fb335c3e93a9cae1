import type { Kind } from "./names.js";

const MARK = "productAuth";
export const ADOPTED: string = `${MARK}:adopted`;

/** The tag of everything that an instance made or adopted. */
export const instanceTag = (instance: string): string => `${MARK}:instance=${instance}`;

/** The tags of an application, without the mark of an adopted one. */
export function tagsOf(instance: string, kind: Kind, name: string, ownerId?: string): readonly string[] {
  const tags = [MARK, instanceTag(instance), `${MARK}:${kind}=${name}`];
  return ownerId === undefined ? tags : [...tags, `${MARK}:owner=${ownerId}`];
}

/** Whether a tag is one of ours; all others belong to other programs and stay. */
export const isOurTag = (tag: string): boolean => tag === MARK || tag.startsWith(`${MARK}:`);

/** Whether an application carries any mark of this program, of whatever instance. */
export const isMarked = (tags: readonly string[]): boolean => tags.some(isOurTag);

/** Whether an instance made or adopted the application. */
export const isOurs = (tags: readonly string[], instance: string): boolean =>
  tags.includes(instanceTag(instance));

/** Kind and name in the tags of an application; undefined without them. */
export function placeOf(tags: readonly string[]): { readonly kind: Kind; readonly name: string } | undefined {
  for (const kind of ["product", "client"] as const) {
    const [name] = valuesIn(tags, kind);
    if (name !== undefined) return { kind, name };
  }
  return undefined;
}

/** The names of the products in the tags. */
export const productsIn = (tags: readonly string[]): readonly string[] => valuesIn(tags, "product");

/** The instance in the tags; undefined without one. */
export const instanceOf = (tags: readonly string[]): string | undefined => valuesIn(tags, "instance")[0];

function valuesIn(tags: readonly string[], member: Kind | "instance"): readonly string[] {
  const prefix = `${MARK}:${member}=`;
  return tags.filter((tag) => tag.startsWith(prefix)).map((tag) => tag.slice(prefix.length));
}
