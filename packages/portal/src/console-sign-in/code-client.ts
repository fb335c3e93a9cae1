import type { JsonObject } from "@product-auth/core/records";
import * as client from "openid-client";
import { discoverIssuer, onceUntilFailure } from "../sign-in/discover-issuer.js";
import { clientAuthenticationOf } from "../sign-in/entra-credential.js";
import { refusalOf } from "../sign-in/issuer-refusal.js";
import { SignInError } from "../sign-in/sign-in-provider.js";
import type { ConsoleSignInSettings } from "./settle-console.js";

/** A token that the issuer gave out. */
export interface IssuedToken {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/** Longest token that is passed on: a header field of most servers has no room for more. */
const LONGEST_TOKEN = 16_384;
/** Seconds, for a token without `expires_in` (RFC 6749, section 5.1, leaves it to the issuer). */
const UNKNOWN_LIFETIME = 600;

/** The console as a client of the issuer: authorization code with PKCE (RFC 7636). It asks for no id_token and no refresh token. */
export class CodeClient {
  readonly #settings: ConsoleSignInSettings;
  readonly #fetch: typeof fetch;
  /** The issuer's metadata. */
  readonly #configuration = onceUntilFailure(() => this.#discover());

  constructor(settings: ConsoleSignInSettings, fetch: typeof globalThis.fetch) {
    this.#settings = settings;
    this.#fetch = fetch;
  }

  /** Where to send the browser, and what to keep until it is back. Rejects when the issuer cannot be reached. */
  async begin(flow: {
    readonly redirectUri: string;
    readonly scope: string;
    /** Audience of the token, for issuers that know RFC 8707. Entra ID reads it from the scope. */
    readonly resource: string;
    readonly chooseAccount: boolean;
  }): Promise<{ readonly to: URL; readonly keep: JsonObject & { readonly state: string } }> {
    const config = await this.#configuration();
    const state = client.randomState();
    const verifier = client.randomPKCECodeVerifier();
    const to = client.buildAuthorizationUrl(config, {
      redirect_uri: flow.redirectUri,
      response_mode: "query", // a `form_post` would bring no `SameSite=Lax` cookie
      ...(flow.scope !== "" && { scope: flow.scope }),
      state,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      ...(flow.chooseAccount && { prompt: "select_account" }),
      ...(!this.#settings.isEntra && { resource: flow.resource }),
    });
    return { to, keep: { state, verifier, resource: flow.resource } };
  }

  /** Redeems a code. Rejects with `SignInError` when the issuer refuses; other errors mean that it cannot be reached. */
  async complete(callback: URL, { state, verifier, resource }: JsonObject): Promise<IssuedToken> {
    if (typeof state !== "string" || typeof verifier !== "string" || typeof resource !== "string")
      throw new SignInError("callback");
    const config = await this.#configuration();
    const checks = { expectedState: state, pkceCodeVerifier: verifier };
    try {
      return issued(
        await client.authorizationCodeGrant(
          config,
          callback,
          checks,
          this.#settings.isEntra ? undefined : { resource },
        ),
      );
    } catch (error) {
      throw refusalOf(error, this.#settings.isEntra);
    }
  }

  async #discover(): Promise<client.Configuration> {
    const { issuer: server, clientId, credential } = this.#settings;
    const authentication =
      credential === undefined ? client.None() : await clientAuthenticationOf(credential);
    const isPlain = server.protocol === "http:"; // loopback only: the options are checked
    return discoverIssuer({ server, isPlain, clientId, authentication, fetch: this.#fetch });
  }
}

function issued({
  access_token: accessToken,
  expires_in: expiresIn = UNKNOWN_LIFETIME,
}: {
  readonly access_token: string;
  readonly expires_in?: number | undefined;
}): IssuedToken {
  // RFC 6750, section 2.1: what a header field can carry.
  if (accessToken.length > LONGEST_TOKEN || !/^[\w.~+/=-]+$/.test(accessToken))
    throw new SignInError("token");
  if (!(expiresIn > 0)) throw new SignInError("token");
  return { accessToken, expiresIn: Math.floor(expiresIn) };
}
