import { element } from "./element.js";

/** Shows the claims of a token, as they stand in it: the API checks them, the page does not. */
export function showClaims(token: string): void {
  const [place, claims] = [element("token-claims"), element("claims")];
  if (place === null || claims === null) return;
  claims.textContent = claimsOf(token);
  place.hidden = claims.textContent === "";
}

function claimsOf(token: string): string {
  try {
    const part = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(part), (character) => character.charCodeAt(0));
    return part === "" ? "" : JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)), undefined, 2);
  } catch {
    return ""; // a token that only its API can read
  }
}
