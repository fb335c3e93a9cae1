import type { TokenClaims, VerifiedToken } from "../../evidence.js";
import type { Finding } from "../../../refusals/refusals.js";
import { kindFor, type Algorithm } from "../keys/algorithms.js";
import { sanitize } from "../../../lib/sanitize.js";
import { deepFreeze } from "../../../lib/deep-freeze.js";
import { checkHeader } from "./header.js";
import type { KeySource, Snapshot } from "../keys/key-source.js";
import { audiencesIn, readOpenIdClaims, type ClaimNames } from "./openid-claims.js";
import { keyWithoutKid, mayServe } from "../keys/select-key.js";
import type { SigningKey } from "../keys/signing-keys.js";
import type { TrustedIssuer } from "./trusted-issuer.js";
import { own, type JsonObject } from "../../../lib/json-object.js";

/** An issuer other than Entra, with every default filled in. */
export interface OpenIdSettings extends ClaimNames {
  /** Accepted `iss` values; undefined when the metadata names the issuer. */
  readonly issuers: readonly string[] | undefined;
  readonly algorithms: readonly Algorithm[];
  /** The `aud` values of the products that this issuer is trusted with. */
  readonly audiences: ReadonlySet<string>;
  /** Whether to try a key from the options when none has the token's `kid`: the first public key, or all shared secrets. */
  readonly tryAll: boolean;
  /** The application's function that decides who calls. */
  readonly callerOf: ((claims: TokenClaims) => VerifiedToken["caller"]) | undefined;
}

const TYPES = ["jwt", "at+jwt", "application/at+jwt"]; // RFC 9068 §4

/** Tokens of any OpenID Connect or OAuth 2.0 issuer. */
export class OpenIdIssuer implements TrustedIssuer {
  readonly rules = "openid" as const;
  readonly algorithms: readonly Algorithm[];
  readonly sources: readonly KeySource[];
  readonly #settings: OpenIdSettings;
  readonly #source: KeySource;

  constructor(settings: OpenIdSettings, source: KeySource) {
    this.algorithms = settings.algorithms;
    this.sources = [source];
    this.#settings = settings;
    this.#source = source;
  }

  owns(issuer: unknown): boolean | KeySource {
    return this.#settings.issuers?.includes(issuer as string) ?? this.#source;
  }

  checkHeader(header: JsonObject): Finding | undefined {
    return checkHeader(header, { algorithms: this.algorithms, types: TYPES, kidRequired: false });
  }

  sourceFor(): KeySource {
    return this.#source;
  }

  checkIssuer(payload: JsonObject, { metadata }: Snapshot): Finding | undefined {
    const accepted = this.#settings.issuers ?? [metadata!.issuer];
    const issuer = own(payload, "iss");
    if (accepted.includes(issuer as string)) return undefined;
    return { code: "token_issuer", expected: `iss ${accepted.join(" or ")}`, actual: sanitize(issuer) };
  }

  checkAudience(payload: JsonObject): Finding | undefined {
    const audiences = audiencesIn(payload);
    if (audiences.some((audience) => this.#settings.audiences.has(audience))) return undefined;
    return {
      code: "token_audience",
      expected: "the audience of a product",
      actual: sanitize(own(payload, "aud")),
    };
  }

  hintForUnknownKey(): undefined {
    return undefined;
  }

  names(now: number): readonly string[] {
    const { issuer } = this.#source.health(now);
    return this.#settings.issuers ?? (issuer === undefined ? [] : [issuer]);
  }

  // Without a `kid` a caller must not make us try every key: use the first fitting key of the options, or the one key of a
  // published set that can be meant. An HMAC is cheap, so all shared secrets are tried; the options hold at most 16.
  keysWithoutKid(header: JsonObject, { keys }: Snapshot): readonly SigningKey[] {
    const algorithm = own(header, "alg") as Algorithm;
    if (this.#settings.tryAll) {
      const kind = kindFor(algorithm);
      const fitting = [...keys.all].filter((key) => key.kind === kind);
      return kind === "secret" ? fitting : fitting.slice(0, 1);
    }
    if (own(header, "kid") !== undefined) return [];
    const key = keyWithoutKid(
      [...keys.all].filter((one) => mayServe(one, algorithm)),
      header,
    );
    return key === undefined ? [] : [key];
  }

  checkKey(): undefined {
    return undefined;
  }

  read(payload: JsonObject): VerifiedToken | Finding {
    const token = readOpenIdClaims(payload, this.#settings);
    if ("code" in token) return token;
    // Keep only the audiences that this issuer is trusted with: others in the same token grant no access.
    const audience = [token.audience].flat().filter((one) => this.#settings.audiences.has(one));
    return { ...token, audience };
  }

  complete(token: VerifiedToken): VerifiedToken {
    const { callerOf } = this.#settings;
    return callerOf === undefined
      ? token
      : { ...token, caller: callSafely(callerOf, deepFreeze(token.claims)) };
  }
}

// An exception in the application's function must not become an error of ours.
function callSafely(
  callerOf: NonNullable<OpenIdSettings["callerOf"]>,
  claims: TokenClaims,
): VerifiedToken["caller"] {
  try {
    return callerOf(claims);
  } catch {
    return "unknown";
  }
}
