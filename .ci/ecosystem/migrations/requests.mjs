/** Requests that show what a middleware checks: a name, a method, and the token of the request. */
export function requestsFor(entra) {
  const token = (wishes) => () => entra.tokenFor({ client: "contoso", product: "starter", ...wishes });
  const user = (scope, claims) => token({ delegated: { scopes: [scope], user: "adele" }, claims });
  const soon = Math.floor(Date.now() / 1000);
  return [
    ["a token with the product's role", "GET", token({})],
    ["a token without the role", "GET", () => entra.tokenFor({ client: "fabrikam", product: "starter" })],
    ["a version 1 token", "GET", token({ version: 1 })],
    ["`aud` as `api://{id}`", "GET", token({ claims: { aud: entra.products.starter.audience } })],
    ["a token for another API", "GET", token({ product: "pro" })],
    ["a user's token with the role", "GET", user("Orders.Read", { roles: ["Product.Starter.All"] })],
    ["a user's token without the role", "GET", user("Orders.Read")],
    ["a user's token with the scope", "POST", user("Orders.Write")],
    ["a user's token without the scope", "POST", user("Orders.Read")],
    ["an application's token where a user is expected", "POST", token({})],
    ["no token", "GET", () => undefined],
    ["not a JWT", "GET", () => "undefined"],
    ["an expired token", "GET", () => entra.flawed.expired()],
    ["expired a minute ago", "GET", token({ claims: { exp: soon - 60 } })],
    ["without `exp`", "GET", () => entra.flawed.noExpiry()],
    ["`nbf` in the future", "GET", () => entra.flawed.notYetValid()],
    ["a forged signature", "GET", () => entra.flawed.wrongSignature()],
    ["signed with HS256 and the public key", "GET", () => entra.flawed.hs256WithPublicKey()],
    ["signed with an unknown key", "GET", () => entra.flawed.unknownKid()],
    ["an unknown `crit` header", "GET", () => entra.flawed.critHeader()],
    ["`tid` of another tenant", "GET", () => entra.flawed.wrongTenant()],
    ["without `tid`", "GET", () => entra.flawed.noTid()],
    ["a token in the query", "GET", token({}), "access_token"],
  ];
}
