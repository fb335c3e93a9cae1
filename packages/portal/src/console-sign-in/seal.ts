import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const ALGORITHM = "aes-256-gcm";
const SALT = 32;
const NONCE = 12;
const TAG = 16;

/** What a sealed text is bound to. */
export interface Seal {
  /** The cookie of the session. The server stores its digest only, so a dump of its stores opens nothing. */
  readonly cookie: string;
  /** What must be the same when the text is opened: session, API, product. */
  readonly about: readonly string[];
}

/** Encrypts a text with its own key, derived from a cookie by HKDF (RFC 5869). Returns base64url. */
export function seal(text: string, { cookie, about }: Seal): string {
  const salt = randomBytes(SALT);
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(ALGORITHM, keyOf(cookie, salt), nonce).setAAD(aadOf(about));
  const encrypted = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([salt, nonce, cipher.getAuthTag(), encrypted]).toString("base64url");
}

/** The text; undefined when it was sealed for another cookie or purpose, or changed since. */
export function unseal(sealed: string, { cookie, about }: Seal): string | undefined {
  const bytes = Buffer.from(sealed, "base64url");
  const part = (start: number, length?: number) =>
    bytes.subarray(start, length === undefined ? undefined : start + length);
  try {
    const decipher = createDecipheriv(ALGORITHM, keyOf(cookie, part(0, SALT)), part(SALT, NONCE), {
      authTagLength: TAG,
    })
      .setAAD(aadOf(about))
      .setAuthTag(part(SALT + NONCE, TAG));
    return Buffer.concat([decipher.update(part(SALT + NONCE + TAG)), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}

const keyOf = (cookie: string, salt: Uint8Array): Buffer =>
  Buffer.from(hkdfSync("sha256", cookie, salt, "product-auth portal, token of the console", 32));

/** Not joined by a separator, which a name could hold. */
const aadOf = (about: readonly string[]): Buffer => Buffer.from(JSON.stringify(about));
