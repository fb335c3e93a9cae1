import type { Problem } from "@product-auth/core";

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** What is wrong with an address that tokens or secrets are sent to. Undefined: nothing, or no address. */
export function addressProblem(path: string, address: string | undefined): Problem | undefined {
  if (address === undefined) return undefined;
  const fix = "write an https URL without user, query and fragment; http is accepted on localhost only";
  const url = typeof address === "string" && URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined) return { path, message: "is not a URL", fix };
  if (url.username !== "" || url.password !== "")
    return { path, message: "contains a user or a password", fix };
  // An empty query is in no member of the URL, and what is appended to the address would become part of it.
  if (/[?#]/.test(address)) return { path, message: "contains a query or a fragment", fix };
  const isLocal = url.protocol === "http:" && LOOPBACK.includes(url.hostname);
  return url.protocol === "https:" || isLocal
    ? undefined
    : { path, message: "is neither https nor http on this machine", fix };
}
