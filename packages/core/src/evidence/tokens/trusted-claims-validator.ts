import type { IncomingMessage } from "node:http";
import { isDeepStrictEqual } from "node:util";
import { ConfigurationError, type Problem } from "../../lib/errors.js";
import { bad, type Bad, type TokenEvidence } from "../evidence.js";
import type { Finding } from "../../refusals/refusals.js";
import { NodeRequestView, type RequestView } from "../../request/request-view.js";
import { shown } from "../../lib/shown.js";
import { profileOf } from "./issuers/entra-claims.js";
import { CompactJwsReader, type CompactJws } from "./jws/compact-jws.js";
import { deepFreeze } from "../../lib/deep-freeze.js";
import { EntraIssuer } from "./issuers/entra-issuer.js";
import type { TokenChecks, TokenHealth, TokenSettings } from "./token-side.js";
import { own, type JsonObject } from "../../lib/json-object.js";

/** Finds the claims of a request's token, as the application verified them. */
export type ClaimsOf = (req: IncomingMessage) => unknown;

/**
 * The token half for an application that verifies tokens itself: every check but those of key and signature, in whose
 * place the application must have found the same claims. Of Entra's tokens only; fetches and keeps nothing.
 */
export class VouchedTokens implements TokenChecks {
  readonly #issuer: EntraIssuer;
  readonly #names: readonly string[];
  readonly #claimsOf: ClaimsOf;
  readonly #reader = new CompactJwsReader();

  /** Throws `ConfigurationError` when it takes a fetch to tell which tenants are meant. */
  constructor(settings: TokenSettings, claimsOf: ClaimsOf) {
    const { entra } = settings.issuers;
    if (entra?.tenants === undefined) throw new ConfigurationError([NO_TENANT]);
    const nowhere = { fetch: settings.fetch, timeout: 0, maxBytes: 0, signal: AbortSignal.abort() }; // nobody asks for its keys
    this.#issuer = new EntraIssuer(entra, settings.keyTimes, nowhere, settings.clock);
    this.#names = settings.issuers.names;
    this.#claimsOf = claimsOf;
  }

  verify(text: string, _now: number, view: RequestView): TokenEvidence {
    const jws = this.#reader.read(text);
    return "code" in jws ? by(jws) : this.#check(jws, view);
  }

  #check({ header, payload }: CompactJws, view: RequestView): TokenEvidence {
    const source = this.#issuer.checkHeader(header) ?? this.#issuer.sourceFor(payload);
    if ("code" in source) return by(source);
    const flaw = this.#checkIssuer(payload) ?? this.#issuer.checkAudience(payload);
    if (flaw !== undefined) return by(flaw);
    const token = this.#issuer.read(payload);
    if ("code" in token) return by(token);
    // Claims of another token, or of another strategy, open nothing. Neither may a claim be missing on either side:
    // whoever can send one token to us and another to the one who verifies would leave out `scp` or `cnf`.
    const verified = view instanceof NodeRequestView ? this.#claimsOf(view.message) : undefined;
    if (isDeepStrictEqual(verified, payload)) return { kind: "good", token: deepFreeze(token) };
    return by({ code: "token_signature", expected: "the application to have verified these claims" });
  }

  // Of version 1 only the metadata knows the name, so the tenant in it has to do.
  #checkIssuer(payload: JsonObject): Finding | undefined {
    const issuer = own(payload, "iss");
    if (profileOf(payload) === "entra-v1" || this.#names.includes(issuer as string))
      return this.#issuer.checkIssuersTenant(payload);
    return { code: "token_issuer", expected: "iss of a tenant named in the options", actual: shown(issuer) };
  }

  load(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  health(): TokenHealth {
    return { issuers: [], rememberedTokens: 0 };
  }

  forget(): void {}

  close(): void {}
}

const NO_TENANT: Problem = {
  path: "tenantId",
  message: "does not say by GUID whose verified claims to trust",
  fix: "write the tenant's GUID, such as aaaabbbb-0000-cccc-1111-dddd2222eeee",
};

const by = (finding: Finding): Bad => bad(finding, "entra");
