/**
 * Adds a problem for each address that Entra would not register: https, or http on this machine, absolute, without
 * wildcard, user part or fragment ("Redirect URI (reply URL) restrictions and limitations"). Returns the others.
 */
export function checkAddresses(given: readonly string[], path: string, problems: string[]): string[] {
  if (given.length > limit) problems.push(`${path}: has ${given.length} addresses; Entra allows ${limit}.`);
  return given.filter((address, index) => {
    if (isRegistrable(address)) return true;
    problems.push(
      `${path}[${index}]: ${JSON.stringify(address).slice(0, 60)} should be an https URL, or http://localhost or http://127.0.0.1, of at most ${limit} characters, without user name, fragment, wildcard or "..".`,
    );
    return false;
  });
}

const limit = 256;

/** Whether Entra would register this address. */
export function isRegistrable(address: string): boolean {
  if (address.length > limit || !/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?([/?][!-~]*)?$/.test(address))
    return false;
  if (/[#*\\]/.test(address) || !URL.canParse(address)) return false;
  const { protocol, hostname, href } = new URL(address);
  const own = hostname === "localhost" || hostname === "127.0.0.1";
  // Redirects go to the parsed form: an address that parsing changes would not be the registered one.
  return (
    (protocol === "https:" || own) && (href === address || href === slashed(address) || hasUsualPort(address))
  );
}

/** A URL without a path gets one when it is parsed. */
function slashed(address: string): string {
  const [origin = "", query] = address.split("?");
  return query === undefined ? `${origin}/` : `${origin}/?${query}`;
}

/** Parsing removes the scheme's own port. */
function hasUsualPort(address: string): boolean {
  return /^(https:\/\/[^/]+:443|http:\/\/[^/]+:80)([/?]|$)/.test(address);
}
