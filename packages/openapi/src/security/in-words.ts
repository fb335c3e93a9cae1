import type { Demands, Need } from "./need.js";

/** Demands in words: `key of pro, or user's token of starter with Orders.Read`. */
export function inWords({ alternatives, anonymous }: Demands): string {
  const texts = alternatives.map(needInWords);
  if (anonymous) return texts.length === 0 ? "open" : `open (${texts.join(", or ")})`;
  return texts.length === 0 ? "refuses every request" : texts.join(", or ");
}

function needInWords({ products, token, key, scopes, roles }: Need): string {
  const isUsers = scopes.length > 0;
  const kinds = [...(token ? [isUsers ? "user's token" : "token"] : []), ...(key ? ["key"] : [])];
  const of = products === undefined ? "any product" : products.join(" or ");
  const rights = [...scopes, ...roles.map((role) => `role ${role}`)];
  return `${kinds.join(" and ")} of ${of}${rights.length === 0 ? "" : ` with ${rights.join(" and ")}`}`;
}
