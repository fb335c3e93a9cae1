/** Where a client requests tokens, and with which secret. */
export interface TokenRequest {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly secret: string;
  readonly scope: string;
}

/** A token, or why there is none. Never contains the secret. */
export type TokenAnswer =
  | { readonly token: string }
  | {
      /** The number of the AADSTS error; undefined for other failures. */
      readonly aadsts: number | undefined;
      readonly failure: string;
    };

/** Longer than any answer of a token endpoint. */
const MOST = 64 * 1024;

/** Requests an access token by client credentials (RFC 6749 §4.4). Never rejects. */
export async function requestToken(
  { tokenUrl, clientId, secret, scope }: TokenRequest,
  { fetch, milliseconds }: { readonly fetch: typeof globalThis.fetch; readonly milliseconds: number },
): Promise<TokenAnswer> {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: secret,
    scope,
  });
  try {
    const response = await fetch(tokenUrl, {
      method: "POST",
      headers: { accept: "application/json" },
      body,
      redirect: "manual", // a redirect would send the secret elsewhere
      signal: AbortSignal.timeout(milliseconds),
    });
    return answerOf(response.status, await boundedText(response));
  } catch (error) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    return {
      aadsts: undefined,
      failure: isLate ? `no answer within ${milliseconds / 1000} s` : causeOf(error),
    };
  }
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MOST) throw new Error(`more than ${MOST} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function answerOf(status: number, text: string): TokenAnswer {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { aadsts: undefined, failure: `status ${status} without JSON` };
  }
  const token = memberOf(json, "access_token");
  if (status === 200 && typeof token === "string" && token !== "") return { token };
  const description = memberOf(json, "error_description");
  const number = typeof description === "string" ? /^AADSTS(\d{1,9}):/.exec(description)?.[1] : undefined;
  const error = memberOf(json, "error");
  const word = typeof error === "string" && /^[\w.-]{1,60}$/.test(error) ? ` ${error}` : "";
  return {
    aadsts: number === undefined ? undefined : Number(number),
    failure: `status ${status}${word}${number === undefined ? "" : `, AADSTS${number}`}`,
  };
}

const memberOf = (json: unknown, name: string): unknown =>
  typeof json === "object" && json !== null && Object.hasOwn(json, name)
    ? (json as Readonly<Record<string, unknown>>)[name]
    : undefined;

// `fetch failed` says nothing; the cause has the code.
function causeOf(error: unknown): string {
  const { cause, message } = error as {
    readonly cause?: { readonly code?: unknown };
    readonly message: string;
  };
  return typeof cause?.code === "string" ? cause.code : message;
}
