import { listClients } from "../directory/clients.js";
import type { Directory } from "../directory/directory.js";
import { isSameAddress } from "../sign-in/redirect-uris.js";

/** Lets a page read the answer when its origin is that of a registered `spa` address; no other page may. */
export function pageCors(directory: Directory, origin: string | undefined): Record<string, string> {
  if (origin === undefined) return {};
  const pages = listClients(directory).flatMap(({ redirectUris }) => redirectUris.spa);
  const known = pages.some((uri) => isSameAddress(new URL(uri).origin, origin));
  return known ? { "Access-Control-Allow-Origin": origin, Vary: "Origin" } : {};
}

/** Adds what a preflight asks for, when the origin is allowed. */
export function preflight(cors: Record<string, string>, methods: string): Record<string, string> {
  if (cors["Access-Control-Allow-Origin"] === undefined) return cors;
  return {
    ...cors,
    "Access-Control-Allow-Methods": `${methods}, OPTIONS`,
    "Access-Control-Allow-Headers": "authorization, content-type, client-request-id",
    "Access-Control-Max-Age": "600",
  };
}
