/** A response as the frameworks write it. */
export interface MountedAnswer {
  readonly status: number;
  /** Names in lower case. Cookies are a list, and are added to those that the application has set. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/** The answer of a response to a request with this method. */
export async function answerOf(response: Response, method: string): Promise<MountedAnswer> {
  const { status } = response;
  const body = Buffer.from(await response.arrayBuffer());
  const headers: Record<string, string | string[]> = Object.fromEntries(response.headers);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers["set-cookie"] = cookies;
  // RFC 9110, section 8.6: none with 204 and 304; with HEAD, that of the body which GET would get, or none.
  const isSilent = status === 204 || status === 304 || (method === "HEAD" && body.byteLength === 0);
  if (!isSilent) headers["content-length"] = String(body.byteLength);
  return { status, headers, body };
}

/**
 * Of the fields that middleware of the application has set already, those that may not stay on a page: CORS would let
 * scripts of a sibling host read pages with the session of the visitor, and a second policy would report on ours.
 */
export function unwantedFields(names: readonly string[]): readonly string[] {
  return names.filter((name) => /^(?:access-control-.+|content-security-policy-report-only)$/i.test(name));
}
