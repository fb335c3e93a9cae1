import type { RefusalCode } from "@product-auth/core";
import type { Entra } from "@product-auth/emulator";
import { KEY } from "@product-auth/testkit/adapter";
import type { Request } from "./send.js";

/** A request that is refused, and why. */
export interface Refused {
  readonly code: RefusalCode;
  readonly request: (entra: Entra) => Request | Promise<Request>;
}

const fields = (...given: string[]) => ({ fields: given });
const bearer = (token: string) => fields("Authorization", `Bearer ${token}`);
const part = (content: string | Buffer) => Buffer.from(content).toString("base64url");
const HEADER = part('{"typ":"JWT","alg":"RS256","kid":"k"}');
const PAYLOAD = part('{"ver":"2.0"}');

const sent = (code: RefusalCode, ...given: string[]): Refused => ({ code, request: () => fields(...given) });
const token = (code: RefusalCode, text: string): Refused => ({ code, request: () => bearer(text) });
const key = (code: RefusalCode, text: string): Refused => sent(code, KEY, text);
const flawed = (code: RefusalCode, name: keyof Entra["flawed"]): Refused => ({
  code,
  request: async (entra) => bearer(await entra.flawed[name]({ client: "contoso", product: "pro" })),
});

// All of them: a new flaw does not compile without a line here.
const FLAWS: Readonly<Record<keyof Entra["flawed"], RefusalCode>> = {
  expired: "token_expired",
  notYetValid: "token_not_yet_valid",
  noExpiry: "token_claims",
  ps256: "token_algorithm",
  unknownKid: "token_unknown_key",
  noKid: "token_header",
  wrongAudience: "token_audience",
  arrayAudience: "token_audience",
  noAudience: "token_audience",
  wrongIssuer: "token_issuer",
  wrongTenant: "token_tenant",
  otherTenantIssuer: "token_issuer",
  noTid: "token_tenant",
  noVer: "token_version",
  v1IssuerInV2: "token_issuer",
  noClient: "token_client",
  noRoles: "role_missing",
  otherRole: "role_missing",
  roleWrongCase: "role_missing",
  contradictoryKind: "token_claims",
  idTypDevice: "token_claims",
  idToken: "token_audience",
  graphToken: "token_foreign_resource",
  critHeader: "token_header",
  tooLong: "token_too_long",
  wrongSignature: "token_signature",
  tamperedPayload: "token_signature",
  algNone: "token_malformed",
  hs256WithPublicKey: "token_algorithm",
  foreignKey: "token_signature",
  delegated: "token_kind",
  garbage: "token_malformed",
};

/** Refusals of every kind. `/pro` takes tokens and keys of the product `pro`. */
export const REFUSED: Readonly<Record<string, Refused>> = {
  "no credential": sent("credentials_missing"),
  "another scheme": sent("token_scheme", "Authorization", "Basic dXNlcjpwYXNz"),
  "two tokens": sent("token_repeated", "Authorization", "Bearer a.b.c", "Authorization", "Bearer d.e.f"),
  "Bearer and nothing more": sent("token_malformed", "Authorization", "Bearer"),

  "one word": token("token_malformed", "garbage"),
  "two parts": token("token_malformed", `${HEADER}.${PAYLOAD}`),
  "three parts of letters": token(
    "token_malformed",
    `${"x".repeat(60)}.${"y".repeat(900)}.${"z".repeat(340)}`,
  ),
  "a signature that is no base64url": token("token_malformed", `${HEADER}.${PAYLOAD}.A!AA`),
  "a header that is no base64url": token("token_malformed", `+${HEADER}.${PAYLOAD}.AAAA`),
  "a payload that is no base64url": token("token_malformed", `${HEADER}.${PAYLOAD}=.AAAA`),
  "a header that is no JSON": token("token_malformed", `${part("alg")}.${PAYLOAD}.AAAA`),
  "a payload that is no JSON": token("token_malformed", `${HEADER}.${part("me")}.AAAA`),
  "a payload of white space": token("token_malformed", `${HEADER}.${part(" \n")}.AAAA`),
  "a payload that is an unfinished list": token("token_malformed", `${HEADER}.${part('["me"')}.AAAA`),
  "a payload that is no UTF-8": token("token_malformed", `${HEADER}.${part(Buffer.from([0x7b, 0xff]))}.AAAA`),
  "an encrypted token": token("token_malformed", `${HEADER}.AAAA.AAAA.AAAA.AAAA`),
  "a token of another kind of issuer": token(
    "token_version",
    `${HEADER}.${part('{"iss":"https://x"}')}.AAAA`,
  ),
  ...Object.fromEntries(
    Object.entries(FLAWS).map(([name, code]) => [
      `flawed: ${name}`,
      flawed(code, name as keyof typeof FLAWS),
    ]),
  ),

  "a token for another product": {
    code: "token_other_product",
    request: async (entra) => bearer(await entra.tokenFor({ client: "contoso", product: "starter" })),
  },
  "a token of a client without the role": {
    code: "role_missing",
    request: async (entra) => bearer(await entra.tokenFor({ client: "stranger", product: "pro" })),
  },

  "an unknown key": key("key_unknown", "wrong"),
  "a suspended key": key("key_state", "suspended-key"),
  "a key of another product": key("key_other_product", "batch-key"),
  "a key that is too long": key("key_too_long", "k".repeat(257)),
  "two keys": sent("key_repeated", KEY, "pro-key", KEY, "pro-key"),
  "a bad token with a good key": sent("token_malformed", KEY, "pro-key", "Authorization", "Bearer garbage"),
};

/** Begins like an object, so the parser is asked, and only it can tell. */
export const BROKEN_INSIDE: Request = bearer(`${HEADER}.${part('{"ver":2.0.0}')}.AAAA`);
