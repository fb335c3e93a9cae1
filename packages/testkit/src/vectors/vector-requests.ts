import { request } from "node:http";
import type { Access, ProductAuth, RequestView, Requirement } from "@product-auth/core";
import type { DescribedToken, TokenCall, TokenVector } from "./token-vector.js";
import { makeToken } from "./vector-issuers.js";

/** A request of a vector, as it is sent. */
export interface SentRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Names and values by turns. */
  readonly fields: readonly string[];
}

/** The answer to a request. Header fields of one name are joined with a comma. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Writes the request of a call, with tokens that are made at `now` (milliseconds since 1970). */
export function requestOf(call: TokenCall, vector: TokenVector, host: string, now: number): SentRequest {
  const { credential, method } = call;
  const tokens = ([credential?.token ?? []].flat() as readonly DescribedToken[]).map(scoped);
  const fields: string[] = ["Host", host];
  let target = call.path;
  if (credential?.key !== undefined)
    fields.push("Ocp-Apim-Subscription-Key", `${credential.key}-${credential.slot ?? "primary"}`);
  const given = call.headers ?? {};
  const pairs = isPairs(given) ? given : Object.entries(given);
  for (const [name, value] of pairs) fields.push(name, value);
  for (const token of tokens) {
    const text = makeToken(token, vector, now);
    const { header = "Authorization", query, twice = false } = token;
    const scheme = token.scheme ?? (header.toLowerCase() === "authorization" ? "Bearer" : "");
    for (let i = 0; i < (twice ? 2 : 1); i++) {
      if (query !== undefined) target += `${target.includes("?") ? "&" : "?"}${query}=${text}`;
      else fields.push(header, scheme === "" ? text : `${scheme} ${text}`);
    }
  }
  return { method, target, fields };
}

const isPairs = (given: NonNullable<TokenCall["headers"]>): given is readonly (readonly [string, string])[] =>
  Array.isArray(given);

// A delegated token carries a scope: without one it opens nothing.
const scoped = (token: DescribedToken): DescribedToken =>
  token.user === undefined || token.scopes !== undefined || token.claims !== undefined
    ? token
    : { ...token, scopes: ["Orders.Read"] };

/** Sends a request to a port of this machine. */
export function askOverHttp(port: number, { method, target, fields }: SentRequest): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { port, host: "127.0.0.1", method, path: target, headers: [...fields], setHost: false },
      (res) => {
        let body = "";
        res.setEncoding("utf8").on("data", (part: string) => (body += part));
        res.on("end", () => {
          const { rawHeaders: raw, statusCode: status = 0 } = res;
          resolve({ status, headers: joined(pairsOf(raw)), body });
        });
      },
    );
    sent.on("error", reject).end();
  });
}

/** Passes a request to `authorize`. `seen`: the body that a handler writes. */
export async function askInProcess(
  auth: ProductAuth<string, string>,
  requirement: Requirement,
  sent: SentRequest,
  seen: (access: Access<string | undefined>) => object,
): Promise<Answered> {
  const decision = await auth.authorize(viewOf(sent), requirement);
  if (decision.outcome === "admit") {
    const body = JSON.stringify(seen(decision.access));
    return { status: 200, headers: joined(Object.entries(decision.headers)), body };
  }
  const { status, headers, body } = auth.answer(decision);
  return { status, headers: joined(Object.entries(headers)), body };
}

function viewOf({ method, target, fields }: SentRequest): RequestView {
  const { pathname: path, searchParams } = new URL(target, "http://api.contoso.example");
  const oneOf = (values: readonly string[]) => (values.length > 1 ? values : values[0]);
  return {
    method,
    path,
    header: (name) =>
      oneOf(pairsOf(fields).flatMap(([field, value]) => (field.toLowerCase() === name ? value : []))),
    query: (name) => oneOf(searchParams.getAll(name)),
  };
}

export const pairsOf = (fields: readonly string[]): readonly (readonly [string, string])[] =>
  fields.flatMap((name, i) => (i % 2 === 0 ? [[name, fields[i + 1]!] as const] : []));

export function joined(
  fields: readonly (readonly [string, string | readonly string[]])[],
): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [field, values] of fields) {
    const name = field.toLowerCase();
    for (const value of [values].flat())
      headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}
