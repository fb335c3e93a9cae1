/**
 * The scope as tokens carry it in `scp`: clients ask Entra ID for `api://…/Orders.Read`, and the token has `Orders.Read`.
 * Undefined for `api://…/.default`, which names no scope.
 */
export function rightOfScope(name: string): string | undefined {
  const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i.test(name);
  const right = isAddress ? name.slice(name.lastIndexOf("/") + 1) : name;
  return right === ".default" ? undefined : right;
}

/** Scopes of OpenID Connect. They concern the ID token; no access token for an API carries them. */
export const isOpenIdScope = (name: string): boolean =>
  ["openid", "profile", "email", "address", "phone", "offline_access"].includes(name);
