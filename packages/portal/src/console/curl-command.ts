/** A request as a command line. */
export interface CurlRequest {
  readonly method: string;
  /** The whole address. */
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Header fields whose values are credentials, and the variables of the shell that hold them. */
  readonly credentials?: readonly CurlCredential[];
  readonly body?: string;
}

export interface CurlCredential {
  readonly header: string;
  readonly prefix?: string;
  readonly variable: string;
}

/** The command for a shell such as bash. Credentials stand in variables, so the command can be shown and kept. */
export function curlCommand({ method, url, headers, credentials = [], body }: CurlRequest): string {
  const lines = [`curl${optionsOf(method, url)} ${quote(url)}`];
  for (const [name, value] of headers) lines.push(`--header ${quote(`${name}: ${value}`)}`);
  for (const { header, prefix = "", variable } of credentials) {
    // A header name may hold `$` and backticks (RFC 9110, section 5.6.2), which double quotes would expand.
    const isPlain = /^[\w-]+$/.test(header);
    lines.push(
      isPlain
        ? `--header "${header}: ${prefix}$${variable}"`
        : `--header ${quote(`${header}: ${prefix}`)}"$${variable}"`,
    );
  }
  if (body !== undefined) lines.push(`--data-raw ${quote(body)}`);
  return lines.join(" \\\n  ");
}

/** `url` may hold placeholders in braces, which curl would expand. */
function optionsOf(method: string, url: string): string {
  const ofMethod = method === "GET" ? "" : method === "HEAD" ? " --head" : ` --request ${method}`;
  return /[{}[\]]/.test(url) ? `${ofMethod} --globoff` : ofMethod;
}

// Control characters could end a paste and run what follows (bracketed paste), so none is left but tab and line feed.
const quote = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- control characters are what is removed
  `'${text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "").replaceAll("'", `'\\''`)}'`;
