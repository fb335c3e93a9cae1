import type { IncomingMessage } from "node:http";

/**
 * Whether a request names a loopback host, in `Host` and in an absolute target. A web page may point its own host name to
 * 127.0.0.1 (DNS rebinding): for the browser it then has the emulator's origin and can read tokens. `X-Forwarded-Host`
 * and similar headers are ignored, because any client can set them.
 */
export function namesLoopback({ rawHeaders, url = "/" }: IncomingMessage): boolean {
  const names = rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]!.toLowerCase() === "host");
  // RFC 9112 §3.2.2: an absolute target takes precedence over Host. Browsers send exactly one Host.
  const absolute = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(url);
  return names.length === 1 && [...names, ...(absolute?.slice(1) ?? [])].every((name) => loopback.test(name));
}

// RFC 6761 §6.3: all of .localhost is loopback. No user part, no other way to write the addresses.
const loopback = /^(?:(?:[a-z\d-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;
