import { createHash, randomBytes } from "node:crypto";

/** SHA-256 of a text, 43 characters base64url: the id of a record whose own text is secret or must be unique. */
export const digestOf = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** 32 random bytes, 43 characters base64url: a cookie, or the id of a form. */
export const randomToken = (): string => randomBytes(32).toString("base64url");

/** Whether a text has the form of `randomToken`. */
export const isToken = (text: string | undefined): text is string =>
  text !== undefined && /^[\w-]{43}$/.test(text);
