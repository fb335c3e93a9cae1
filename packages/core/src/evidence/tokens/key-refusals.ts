import { sanitize } from "../../lib/sanitize.js";
import { own } from "../../lib/json-object.js";
import { HINTS } from "../../refusals/hints.js";
import { bad, type BadCredential } from "../evidence.js";
import type { TrustedIssuer } from "./issuers/trusted-issuer.js";
import type { CompactJws } from "./jws/compact-jws.js";
import type { Algorithm } from "./keys/algorithms.js";
import type { Snapshot } from "./keys/key-source.js";
import { mayServe } from "./keys/select-key.js";
import type { SigningKey } from "./keys/signing-keys.js";
import { inWords } from "./keys/skipped-keys.js";

/** The refusal of a token whose key its issuer does not publish. */
export function unknownKey(issuer: TrustedIssuer, jws: CompactJws, { keys }: Snapshot): BadCredential {
  const hints = [
    ...(keys.skipped.length > 0
      ? [`The issuer publishes keys that are skipped. ${inWords(keys.skipped)}.`]
      : []),
    ...[issuer.hintForUnknownKey(jws.payload) ?? []].flat(),
  ];
  return bad({
    code: "token_unknown_key",
    expected: "a kid the issuer publishes",
    actual: sanitize(own(jws.header, "kid")),
    ...(hints.length > 0 && { hint: hints.join(" ") }),
  });
}

/** The refusal of a token whose signature this key did not make, or may not make. */
export function badSignature(key: SigningKey, algorithm: Algorithm): BadCredential {
  const expected = `a signature by key ${sanitize(key.kid)}`;
  if (mayServe(key, algorithm)) return bad({ code: "token_signature", expected });
  return bad({
    code: "token_signature",
    expected: `${expected}, which is published for ${sanitize(key.algorithm ?? `kind ${key.kind}`)}`,
    actual: `alg ${algorithm}`,
    hint: HINTS.otherAlgorithm,
  });
}
