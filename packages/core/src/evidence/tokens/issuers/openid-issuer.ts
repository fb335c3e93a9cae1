import type { TokenClaims, VerifiedToken } from "../../evidence.js";
import type { Finding } from "../../../refusals/refusals.js";
import { kindFor, type Algorithm } from "../keys/algorithms.js";
import { shown } from "../../../lib/shown.js";
import { deepFreeze } from "../../../lib/deep-freeze.js";
import { checkHeader } from "./header.js";
import type { KeySource, Snapshot } from "../keys/key-source.js";
import { audiencesIn, readOpenIdClaims, type ClaimNames } from "./openid-claims.js";
import type { SigningKey } from "../keys/signing-keys.js";
import type { TrustedIssuer } from "./trusted-issuer.js";
import { own, type JsonObject } from "../../../lib/json-object.js";

/** An issuer other than Entra, settled. */
export interface OpenIdSettings extends ClaimNames {
  /** Accepted `iss`; undefined when the metadata says it. */
  readonly issuers: readonly string[] | undefined;
  readonly algorithms: readonly Algorithm[];
  /** Every `aud` of the products that this issuer is trusted with. */
  readonly audiences: ReadonlySet<string>;
  /** Whether a key from the options is tried when none has the token's `kid`; of shared secrets, all. */
  readonly tryAll: boolean;
  /** The application's own way to tell who calls. */
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
    return { code: "token_issuer", expected: `iss ${accepted.join(" or ")}`, actual: shown(issuer) };
  }

  checkAudience(payload: JsonObject): Finding | undefined {
    const audiences = audiencesIn(payload);
    if (audiences.some((audience) => this.#settings.audiences.has(audience))) return undefined;
    return {
      code: "token_audience",
      expected: "the audience of a product",
      actual: shown(own(payload, "aud")),
    };
  }

  // A key without `kid`, or a token without one, leaves nothing to choose by, and whoever sends such a token must not
  // make us work through the keys: of those in the options the first of the kind is meant, of a published set only the
  // one that fits. An HMAC costs next to nothing, so shared secrets are all tried; the options hold few of them.
  keysWithoutKid(header: JsonObject, { keys }: Snapshot): readonly SigningKey[] {
    const kind = kindFor(own(header, "alg") as Algorithm);
    const fitting = [...keys.all].filter((key) => key.kind === kind);
    if (this.#settings.tryAll) return kind === "secret" ? fitting : fitting.slice(0, 1);
    return own(header, "kid") === undefined && fitting.length === 1 ? fitting : [];
  }

  checkKey(): undefined {
    return undefined;
  }

  read(payload: JsonObject): VerifiedToken | Finding {
    const token = readOpenIdClaims(payload, this.#settings);
    if ("code" in token) return token;
    // Only what this issuer is trusted with: another product's audience beside it opens nothing.
    const audience = [token.audience].flat().filter((one) => this.#settings.audiences.has(one));
    return { ...token, audience };
  }

  complete(token: VerifiedToken): VerifiedToken {
    const { callerOf } = this.#settings;
    return callerOf === undefined ? token : { ...token, caller: told(callerOf, deepFreeze(token.claims)) };
  }
}

// The application's own function; one that stumbles over a token must not turn it into an error of ours.
function told(
  callerOf: NonNullable<OpenIdSettings["callerOf"]>,
  claims: TokenClaims,
): VerifiedToken["caller"] {
  try {
    return callerOf(claims);
  } catch {
    return "unknown";
  }
}
