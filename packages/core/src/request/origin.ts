/**
 * Converts a serialized origin (RFC 6454 §6.2) to canonical form: lower case, no default port. Returns undefined for
 * anything else, including `null`, the origin of every sandboxed frame and local file.
 */
export function originOf(text: string): string | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/?#@\\\s]+$/i.test(text)) return undefined;
  // Schemes of browser extensions and browser-based applications have no other canonical form.
  if (!/^(https?|wss?):/i.test(text)) return text.toLowerCase();
  try {
    return new URL(text).origin; // not `URL.canParse`: once optimized, that of Node 20 refuses letters beyond ASCII
  } catch {
    return undefined;
  }
}
