import type { BuiltRequest } from "../../src/console/build-request.js";

/** Milliseconds that the API has for its whole answer. */
const TIMEOUT = 30_000;
/** Bytes of a body that are shown. */
const MOST_BYTES = 1024 * 1024;

/** What came back. */
export interface Answer {
  readonly isRedirect: boolean;
  readonly status: number;
  readonly reason: string;
  readonly milliseconds: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly isCut: boolean;
}

/**
 * Sends a request of the page to the API, on this origin and nowhere else. Cookies are left out, so that the API sees the
 * credential alone; a redirect is not followed, so that no other host gets it.
 */
export async function send({ method, target, headers, body }: BuiltRequest): Promise<Answer> {
  const url = new URL(location.origin + target);
  if (url.origin !== location.origin) throw new TypeError("Another origin");
  const start = performance.now();
  const response = await fetch(url, {
    method,
    headers: headers.map(([name, value]) => [name, value] as [string, string]),
    ...(body !== undefined && { body }),
    credentials: "omit",
    redirect: "manual",
    cache: "no-store",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(TIMEOUT),
  });
  const received = await textOf(response);
  return {
    isRedirect: response.type === "opaqueredirect",
    status: response.status,
    reason: response.statusText,
    milliseconds: performance.now() - start,
    headers: [...response.headers],
    ...received,
  };
}

/** The text of a body, as far as it is shown. The rest is not read. */
async function textOf(response: Response): Promise<{ body: string; isCut: boolean }> {
  const reader = response.body?.getReader();
  if (reader === undefined) return { body: "", isCut: false };
  const decoder = new TextDecoder();
  let body = "";
  for (let room = MOST_BYTES; ;) {
    const { done, value } = await reader.read();
    if (done) return { body: body + decoder.decode(), isCut: false };
    body += decoder.decode(value.subarray(0, room), { stream: true });
    room -= value.byteLength;
    if (room < 0) {
      await reader.cancel();
      return { body, isCut: true };
    }
  }
}
