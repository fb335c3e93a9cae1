/** Whether keys may be fetched from a URL: https, or plain http on this machine, for the emulator. */
export function isTrustworthyUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== "" || url.password !== "") return false;
  if (url.protocol === "https:") return true;
  return url.protocol === "http:" && isLoopback(url);
}

/** The origins among these URLs that are on this machine: an emulator, which issues tokens to anyone. */
export function loopbackOrigins(urls: readonly string[]): readonly string[] {
  const parsed = urls.filter((url) => URL.canParse(url)).map((url) => new URL(url));
  return [...new Set(parsed.filter(isLoopback).map(({ origin }) => origin))];
}

const isLoopback = ({ hostname }: URL): boolean => ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
