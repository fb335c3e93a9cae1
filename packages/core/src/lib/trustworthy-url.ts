/** https anywhere; plain http only on this machine, for the emulator. */
export function isTrustworthyUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== "" || url.password !== "") return false;
  if (url.protocol === "https:") return true;
  return url.protocol === "http:" && isLoopback(url);
}

/** Where of these places keys come from this machine: an emulator, which gives tokens to anyone. */
export function originsOnThisMachine(places: readonly string[]): readonly string[] {
  const urls = places.filter((place) => URL.canParse(place)).map((place) => new URL(place));
  return [...new Set(urls.filter(isLoopback).map(({ origin }) => origin))];
}

const isLoopback = ({ hostname }: URL): boolean => ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
