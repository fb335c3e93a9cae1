import type { Client } from "../directory/directory.js";

/**
 * The platform of a redirect URI, as Graph names it: `web` redeems codes with a credential, `spa` from the browser,
 * `publicClient` (mobile and desktop applications) with neither.
 */
export type Platform = keyof Client["redirectUris"];

const platforms = ["web", "spa", "publicClient"] as const satisfies readonly Platform[];

/** Finds the platform under which a client has registered this address; undefined when it has not. */
export function platformOf(client: Client, address: string): Platform | undefined {
  return platforms.find((platform) =>
    client.redirectUris[platform].some((uri) => isSameAddress(uri, address)),
  );
}

/**
 * Whether an address is the registered one. Compares texts, character by character: parsers disagree about addresses, and
 * an open redirect lives on that. Only the port of `localhost` and `127.0.0.1` may differ (RFC 8252 §7.3).
 */
export function isSameAddress(registered: string, address: string): boolean {
  if (registered === address) return true;
  const [one, other] = [withoutPort(registered), withoutPort(address)];
  return one !== undefined && one === other && URL.canParse(address);
}

/** The address of this machine without its port; undefined for other hosts. */
function withoutPort(address: string): string | undefined {
  const [, scheme, host, rest] =
    /^(https?:\/\/)(localhost|127\.0\.0\.1)(?::[1-9]\d{0,4})?([/?].*)?$/.exec(address) ?? [];
  return scheme === undefined ? undefined : `${scheme}${host}${rest ?? ""}`;
}
