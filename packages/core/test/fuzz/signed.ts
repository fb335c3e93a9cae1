import type { BaseToken } from "./base-tokens.js";
import { DOCUMENT_CHANGES, type DocumentChange } from "./document-changes.js";
import { lastOf, written, type Draft } from "./draft.js";
import { PUBLIC_TEXTS, hmac, signWith, type KeyName } from "./keys.js";

/** Who signs, and how. */
export type Signing =
  /** The key of the good token, as the header's `alg` says where that key can do it. */
  | { readonly by: "its key" }
  /** Another key; honestly by the header's `alg`, or by the one named here while the header says something else. */
  | { readonly by: KeyName; readonly as?: string }
  /** HMAC with what everybody knows. */
  | { readonly by: "HMAC with"; readonly text: string }
  | { readonly by: "nobody"; readonly signature: keyof typeof NO_SIGNATURES };

/** What stands where a signature should be. */
export const NO_SIGNATURES = {
  nothing: Buffer.alloc(0),
  "one byte": Buffer.alloc(1),
  "zeros for HMAC": Buffer.alloc(32),
  // r = s = 0 has been taken for a good signature before (CVE-2022-21449).
  "zeros for EC": Buffer.alloc(64),
  "zeros for RSA": Buffer.alloc(256),
  "one as RSA": Buffer.concat([Buffer.alloc(255), Buffer.from([1])]),
  "a text": Buffer.from("not a signature"),
} as const;

const signatures = new Map<string, Buffer>();

/** Writes header and claims, changed as said, and signs them. */
export function signed(base: BaseToken, draft: Draft, signing: Signing, documents: readonly DocumentChange[] = []): string {
  const part = (of: keyof Draft): string => {
    let json: string | Buffer = written(draft[of]);
    for (const change of documents) {
      if (change.of === of) json = DOCUMENT_CHANGES[change.do](json.toString());
    }
    return Buffer.from(json as string).toString("base64url");
  };
  const input = `${part("header")}.${part("claims")}`;
  return `${input}.${signatureOf(base, draft, signing, input).toString("base64url")}`;
}

function signatureOf(base: BaseToken, draft: Draft, signing: Signing, input: string): Buffer {
  if (signing.by === "nobody") return NO_SIGNATURES[signing.signature];
  if (signing.by === "HMAC with") return hmac("256", PUBLIC_TEXTS[signing.text] ?? "", input);
  if (signing.by !== "its key") return remembered(signing.by, signing.as ?? lastOf(draft.header, "alg"), input);
  return remembered(base.key, lastOf(draft.header, "alg") ?? lastOf(base.header, "alg"), input);
}

// Signing costs more than all the rest, and the same few tokens come again and again.
function remembered(key: KeyName, alg: unknown, input: string): Buffer {
  const name = `${key} ${typeof alg === "string" ? alg : ""} ${input}`;
  let signature = signatures.get(name);
  if (signature === undefined) {
    if (signatures.size > 2_000) signatures.clear();
    signatures.set(name, (signature = signWith(key, alg, input)));
  }
  return signature;
}
