import { createHash } from "node:crypto";

/** Digest of a file's text. Line ends do not count: version control may have changed them. */
export const digestOf = (text: string): string =>
  createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex");

/** Whether two texts have the same digest; undefined is a file that does not exist. */
export const isSameText = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined ? one === other : digestOf(one) === digestOf(other);
