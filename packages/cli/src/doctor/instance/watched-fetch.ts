/** A fetch that notes what servers answer. */
export interface WatchedFetch {
  readonly fetch: typeof globalThis.fetch;
  /** The status that the last answer of a URL had; undefined when there was none. */
  statusOf(url: string): number | undefined;
  /** How far this machine's clock is ahead of a server's, in seconds; undefined when its answers had no `Date`. */
  aheadOf(origin: string): number | undefined;
}

/** Passes requests to `fetch`. `clock`: this machine's, in milliseconds since 1970. */
export function watchFetch(fetch: typeof globalThis.fetch, clock: () => number): WatchedFetch {
  const statuses = new Map<string, number>();
  const ahead = new Map<string, number>();
  return {
    async fetch(input, init) {
      const url = input instanceof Request ? input.url : String(input);
      const before = clock();
      const response = await fetch(input, init);
      const after = clock();
      statuses.set(url, response.status);
      const theirs = dateOf(response.headers);
      if (theirs !== undefined) ahead.set(new URL(url).origin, differenceOf(theirs, before, after));
      return response;
    },
    statusOf: (url) => statuses.get(url),
    aheadOf: (origin) => ahead.get(origin),
  };
}

// A cache states the age of its answer (RFC 9111 §5.1); `Date` is when the origin made it.
function dateOf(headers: Headers): number | undefined {
  const date = Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(date)) return undefined;
  const age = headers.get("age") ?? "";
  return date + (/^\d{1,9}$/.test(age) ? Number(age) * 1000 : 0);
}

// `Date` has whole seconds, and the server wrote it at some time during the exchange: differences within that count as none.
function differenceOf(theirs: number, before: number, after: number): number {
  const [earliest, latest] = [theirs, theirs + 1000];
  if (after < earliest) return (after - earliest) / 1000;
  return before > latest ? (before - latest) / 1000 : 0;
}
