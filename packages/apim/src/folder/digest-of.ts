import { createHash } from "node:crypto";

/** Digest of a file's text. */
export const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");
