/** Credentials of an `Authorization: Basic` header, each half as it stands and form-decoded (RFC 6749 §2.3.1). */
export interface BasicCredentials {
  readonly ids: readonly string[];
  readonly secrets: readonly string[];
}

/** Reads a Basic header; undefined when there is none or it cannot be read. curl sends the halves raw, others encode them. */
export function readBasicCredentials(header: string | undefined): BasicCredentials | undefined {
  const [, encoded] = /^basic +([a-z0-9+/_-]+=*) *$/i.exec(header ?? "") ?? [];
  if (encoded === undefined) return undefined;
  const pair = Buffer.from(encoded, "base64").toString("utf8");
  const colon = pair.indexOf(":");
  if (colon < 0) return undefined;
  return { ids: spellings(pair.slice(0, colon)), secrets: spellings(pair.slice(colon + 1)) };
}

function spellings(half: string): string[] {
  try {
    const decoded = decodeURIComponent(half.replaceAll("+", " "));
    return decoded === half ? [half] : [decoded, half];
  } catch {
    return [half]; // a raw secret with a stray percent sign
  }
}
