import { createHmac, generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { Authority } from "../authority.js";
import { namedClients } from "../directory/clients.js";
import { namedProducts } from "../directory/products.js";
import { claimFlaws, rolesToCarry } from "./claim-flaws.js";
import { compactJws, rsaSigner } from "./compact-jws.js";
import type { FlawedToken, FlawedTokens } from "./flawed-tokens.js";
import { type Draft, draftToken, signToken, type TokenWish } from "./token-wish.js";

const generate = promisify(generateKeyPair);

/** Bad tokens of one issuer, each with exactly one flaw. */
export function createFlawedTokens(authority: Authority): FlawedTokens {
  const complete = (wish: Partial<TokenWish> = {}): TokenWish => ({
    ...wish,
    client: wish.client ?? first(namedClients(authority.directory), "client"),
    product: wish.product ?? first(namedProducts(authority.directory), "product"),
  });
  const flaw =
    (make: (draft: Draft, wish: TokenWish) => string | Promise<string>): FlawedToken =>
    async (wish) => {
      const whole = complete(wish);
      return make(draftToken(authority, whole), whole);
    };
  const altered = (name: keyof typeof claimFlaws): FlawedToken =>
    flaw((draft) => {
      const { header, claims } = claimFlaws[name](draft, authority);
      return signToken(authority, { ...draft.header, ...header }, { ...draft.claims, ...claims });
    });
  const names = Object.keys(claimFlaws) as (keyof typeof claimFlaws)[];
  const alterations = Object.fromEntries(names.map((name) => [name, altered(name)]));

  return {
    ...(alterations as Record<keyof typeof claimFlaws, FlawedToken>),
    wrongSignature: flaw((draft) => flipSignature(signToken(authority, draft.header, draft.claims))),
    tamperedPayload: flaw((draft) => extendLife(signToken(authority, draft.header, draft.claims))),
    algNone: flaw(({ header, claims }) =>
      compactJws({ ...header, alg: "none" }, claims, () => Buffer.alloc(0)),
    ),
    hs256WithPublicKey: flaw(({ header, claims }) => {
      const secret = authority.keyRing.current().publicKey.export({ type: "spki", format: "pem" });
      const hmac = (input: Buffer): Buffer => createHmac("sha256", secret).update(input).digest();
      return compactJws({ ...header, alg: "HS256" }, claims, hmac);
    }),
    foreignKey: flaw(async ({ header, claims }) => {
      const { privateKey } = await generate("rsa", { modulusLength: 2048 });
      return compactJws(header, claims, rsaSigner(privateKey, "RS256"));
    }),
    delegated: flaw((draft, wish) => {
      const user = wish.delegated === undefined || wish.delegated === false ? true : wish.delegated;
      const asUser = draftToken(authority, {
        ...wish,
        delegated: user,
        roles: wish.roles ?? rolesToCarry(draft),
      });
      return signToken(authority, asUser.header, asUser.claims);
    }),
    garbage: () => Promise.resolve("this-is-not-a-token"),
  };
}

/** Turns every bit of the signature, so that it stays a well-formed one of the same length. */
function flipSignature(token: string): string {
  const [header, payload, signature = ""] = token.split(".");
  const flipped = Buffer.from(signature, "base64url").map((octet) => octet ^ 0xff);
  flipped[0] = flipped[0]! & 0x7f; // below the modulus, so that only the comparison can fail
  return [header, payload, Buffer.from(flipped).toString("base64url")].join(".");
}

function extendLife(token: string): string {
  const [header, payload = "", signature] = token.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as { exp?: number };
  const later = { ...claims, exp: (claims.exp ?? 0) + 86_400 };
  return [header, Buffer.from(JSON.stringify(later)).toString("base64url"), signature].join(".");
}

function first(registered: ReadonlyMap<string, unknown>, kind: string): string {
  for (const name of registered.keys()) return name;
  throw new Error(`A flawed token needs a ${kind}: none is registered, so give startEntra one.`);
}
