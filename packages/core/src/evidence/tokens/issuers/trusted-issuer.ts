import type { TokenRules, VerifiedToken } from "../../evidence.js";
import type { Finding } from "../../../refusals/refusals.js";
import type { Algorithm } from "../keys/algorithms.js";
import type { KeySource, Snapshot } from "../keys/key-source.js";
import type { SigningKey } from "../keys/signing-keys.js";
import type { JsonObject } from "../../../lib/json-object.js";

/**
 * An issuer whose tokens are accepted: what its tokens must look like and where its keys are. The methods are asked
 * in this order, the signature check comes between `checkKey` and the verdict. Nothing in a token ever chooses an
 * address.
 */
export interface TrustedIssuer {
  /** Which checks it makes, for those who explain them. */
  readonly rules: TokenRules;
  readonly sources: readonly KeySource[];
  /** Whether `iss` is its own; the source that must be asked first when only its metadata knows. */
  owns(issuer: unknown): boolean | KeySource;
  checkHeader(header: JsonObject): Finding | undefined;
  /** Where the keys for this token are. */
  sourceFor(payload: JsonObject): KeySource | Finding;
  checkIssuer(payload: JsonObject, snapshot: Snapshot): Finding | undefined;
  /** Whether any product has this audience; others are refused before keys are looked for. */
  checkAudience(payload: JsonObject): Finding | undefined;
  /** Keys to try, given that no key has the token's `kid`; empty when there is nothing to try. */
  keysWithoutKid(header: JsonObject, snapshot: Snapshot): readonly SigningKey[];
  checkKey(payload: JsonObject, key: SigningKey, snapshot: Snapshot): Finding | undefined;
  /** Claims by name and shape; time, product and rights are judged in `decide`. */
  read(payload: JsonObject): VerifiedToken | Finding;
  /** Adds what the application's own functions say; they are asked only about claims whose signature holds. */
  complete(token: VerifiedToken): VerifiedToken;
  readonly algorithms: readonly Algorithm[];
}
