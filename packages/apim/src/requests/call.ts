import type { ScriptVariables } from "./script-variables.js";
import { reference, shellText } from "./shell-text.js";

/** A call that a script makes. Values may name variables: `${env:NAME}`. */
export interface Call {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly query: ReadonlyMap<string, string>;
  /** Whether the caller presents a client certificate. */
  readonly certificate: boolean;
}

/** A call as a command of curl. */
export function curlCommand(
  { method, path, headers, query, certificate }: Call,
  variables: ScriptVariables,
): string {
  const [base, file, key] = [
    variables.nameFor(
      "BASE_URL",
      "the address of the gateway or of the application, without a slash at its end",
    ),
    variables.nameFor("CLIENT_CERTIFICATE", "a file with a client certificate that is accepted"),
    variables.nameFor("CLIENT_CERTIFICATE_KEY", "a file with its private key"),
  ];
  const search = [...query]
    .map(([name, value]) => `${encodeURIComponent(wellFormed(name))}=${value}`)
    .join("&");
  const url = `${reference(base)}${encodedPath(path)}${search === "" ? "" : `?${search}`}`;
  return [
    "curl",
    // `-I` alone makes a HEAD request that does not wait for a body.
    ...(method === "HEAD" ? ["--head"] : ["--request", shellText(method)]),
    ...[...headers]
      .filter(([name]) => isFieldName(name))
      .flatMap(([name, value]) => ["--header", shellText(`${name}: ${value}`)]),
    // Without a length some servers answer 411 (RFC 9110 §15.5.12).
    ...(["POST", "PUT", "PATCH"].includes(method) ? ["--data-raw", "''"] : []),
    ...(certificate ? ["--cert", shellText(reference(file)), "--key", shellText(reference(key))] : []),
    shellText(url),
  ].join(" ");
}

// RFC 9110 §5.1. An argument that begins with `@` would make curl send a file.
const isFieldName = (name: string): boolean => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name);

/** A path whose characters mean themselves; a variable in it stays one. */
const encodedPath = (path: string): string =>
  path
    .split(/(\$\{env:[A-Za-z0-9_]+\})/)
    .map((part, i) =>
      i % 2 === 1 ? part : encodeURI(wellFormed(part)).replaceAll(/[?#[\]]/g, encodeURIComponent),
    )
    .join("");

// Half a character of UTF-16 has no encoding in an address.
const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, "");
