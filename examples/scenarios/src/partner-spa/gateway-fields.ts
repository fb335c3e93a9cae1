import type { IncomingMessage } from "node:http";

/**
 * The header fields that the API gets. Those about the caller and its certificate come from the gateway alone: what the
 * caller wrote is dropped. Undefined for a body that cannot be passed on.
 */
export function fieldsForApi({ headers, rawHeaders, socket }: IncomingMessage): string[] | undefined {
  const coding = headers["transfer-encoding"];
  if (coding !== undefined && coding.toLowerCase() !== "chunked") return undefined;
  return [
    ...endToEnd(rawHeaders).filter(([name]) => !isAboutCaller(name.toLowerCase())),
    ["x-forwarded-for", socket.remoteAddress ?? ""],
    ["x-forwarded-proto", "https"],
    // Without it, Node writes the body of a GET unframed: as the beginning of the next request on the connection.
    ...(coding === undefined ? [] : [["transfer-encoding", "chunked"]]),
  ].flat();
}

/** The header fields of an answer of the API that the caller gets. */
export const fieldsForCaller = ({ rawHeaders }: IncomingMessage): string[] => endToEnd(rawHeaders).flat();

const ABOUT_CALLER = new Set([
  "forwarded",
  "x-real-ip",
  "client-cert",
  "client-cert-chain",
  "x-arr-clientcert",
]);

const isAboutCaller = (name: string): boolean => ABOUT_CALLER.has(name) || name.startsWith("x-forwarded-");

/** Fields of one connection, which are not passed on (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

function endToEnd(raw: readonly string[]): (readonly [name: string, value: string])[] {
  const fields = raw.flatMap((name, i) => (i % 2 === 0 ? [[name, raw[i + 1] ?? ""] as const] : []));
  const named = fields
    .filter(([name]) => name.toLowerCase() === "connection")
    .flatMap(([, value]) =>
      value
        .toLowerCase()
        .split(",")
        .map((word) => word.trim()),
    );
  return fields.filter(([name]) => {
    const lower = name.toLowerCase();
    return !HOP_BY_HOP.has(lower) && !named.includes(lower);
  });
}
