/** An answer before it is written to a socket. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** JSON with the charset that Entra names. */
export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  const type = { "Content-Type": "application/json; charset=utf-8" };
  return { status, headers: { ...type, ...headers }, body: JSON.stringify(body) };
}

/** Plain text, for what Entra's protocol does not describe. */
export function textAnswer(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return { status, headers: { "Content-Type": "text/plain; charset=utf-8", ...headers }, body };
}

/** A redirect that no cache keeps. */
export function redirectAnswer(target: string): Answer {
  return textAnswer(302, "", {
    Location: target,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
  });
}
