/** A part of the world, and what stands in for it on this machine. */
export interface Place {
  /** Addresses that begin so … */
  readonly at: string;
  /** … are asked for here instead. */
  readonly local: string;
  /** What the answer says, and what it would say out there. */
  readonly renamed: readonly (readonly [here: string, there: string])[];
}

/** For the option `fetch` in tests: issuers of the world are played by the emulator; nothing leaves this machine. */
export function standIn(...places: readonly Place[]): typeof fetch {
  return async (address, init) => {
    const url = address instanceof Request ? address.url : String(address);
    const place = places.find(({ at }) => url.startsWith(at));
    if (place === undefined && new URL(url).hostname !== "127.0.0.1") throw new Error(`nobody plays ${url}`);
    if (place === undefined) return fetch(url, init);
    const answer = await fetch(place.local + url.slice(place.at.length), init);
    const text = place.renamed.reduce(
      (written, [here, there]) => written.replaceAll(here, there),
      await answer.text(),
    );
    return new Response(text, { status: answer.status, headers: { "content-type": "application/json" } });
  };
}
