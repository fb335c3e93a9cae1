import type { Entra, FlawedToken } from "@product-auth/emulator";
import { decodeJwt } from "jose";

/** Tokens by their known properties. */
export type Tokens = ReadonlyMap<string, string>;

// Each changes one claim or header member of a good token; undefined removes it.
const CLAIMS: readonly (readonly [name: string, value: unknown])[] = [
  ...["aud", "iss", "tid", "ver", "azp", "oid", "sub", "roles", "exp", "nbf", "iat"].flatMap((name) =>
    [undefined, null, "", 0, -1, 1e308, [], {}, true, "__proto__"].map((value) => [name, value] as const),
  ),
  ["roles", "Product.Pro.All"],
  ["roles", ["product.pro.all"]],
  ["roles", ["Product.Pro.All", 7]],
  ["roles", ["Product.Pro.All", "Another"]],
  ["idtyp", "app"],
  ["idtyp", "user"],
  ["scp", ""],
  ["scp", "Orders.Write"],
  ["cnf", { jkt: "x" }],
  ["name", "marker-in-a-claim \u0000 👩‍👩‍👧 \ud800"],
  ["__proto__", { roles: ["Product.Pro.All"] }],
];
const HEADER: readonly (readonly [name: string, value: unknown])[] = [
  ...["alg", "kid"].flatMap((name) =>
    [undefined, null, "", "none", "PS256", ["RS256"], 1].map((value) => [name, value] as const),
  ),
  ...["at+jwt", "jwt", "application/jwt", "", 1].map((value) => ["typ", value] as const),
  ...["crit", "b64", "nonce", "zip", "jwk", "jku", "x5c"].map((name) => [name, ["x"]] as const),
];

/** Good tokens for `pro`, every flawed one the issuer makes, and ones with a single member changed. */
export async function tokensOf(entra: Entra): Promise<Tokens> {
  const wish = { client: "contoso", product: "pro" };
  const tokens = new Map<string, string>([
    ["good", await entra.tokenFor(wish)],
    ["another good one", await entra.tokenFor(wish)],
    ["for another product", await entra.tokenFor({ ...wish, product: "starter" })],
  ]);
  for (const [flaw, make] of Object.entries<FlawedToken>({ ...entra.flawed }))
    tokens.set(flaw, await make(wish));
  const claims = decodeJwt(tokens.get("good")!);
  for (const [name, value] of CLAIMS) {
    tokens.set(`claim ${name} ${JSON.stringify(value)}`, await entra.sign({ ...claims, [name]: value }));
  }
  for (const [name, value] of HEADER) {
    tokens.set(`header ${name} ${JSON.stringify(value)}`, await entra.sign(claims, { [name]: value }));
  }
  return tokens;
}
