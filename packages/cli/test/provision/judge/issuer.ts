import { createHash, constants, verify, type X509Certificate } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { errorAnswer, type Answer, type Call } from "./call.js";
import type { Judge } from "./judge.js";

/** The calling application, by whichever credential a scenario gives it. */
export interface Caller {
  readonly clientId: string;
  readonly secret: string;
  readonly certificate?: X509Certificate;
  readonly assertion?: () => string;
  readonly identityHeader?: string;
}

export const CALLER: Caller = {
  clientId: "0d6f1e0a-6f5c-4b5e-9a35-5c3b1f8a7a10",
  secret: "caller~8Q~value-of-the-secret",
};

/** The token endpoint (entra.md §3), the managed identity's, and what Graph says to a token. */
export class Issuer {
  readonly #judge: Judge;
  readonly tokens: Map<string, number> = new Map();
  requests = 0;
  caller: Caller = CALLER;
  /** Answers instead: an AADSTS code with status and error. */
  refuse: { status: number; error: string; code: number; headers?: Record<string, string> } | undefined;
  given: string | undefined;

  constructor(judge: Judge) {
    this.#judge = judge;
  }

  answer(request: IncomingMessage, url: string, text: string): Answer {
    this.requests += 1;
    if (url.startsWith("/identity")) return this.#identity(request, url);
    const { tenant } = this.#judge;
    const flaw = (what: string) => this.#judge.violation(`entra.md §3: ${what}; ${request.method} ${url}`);
    if (url !== `/${tenant.tenantId}/oauth2/v2.0/token`) flaw("the address of the token endpoint");
    if (request.method !== "POST") flaw("POST");
    if (!/^application\/x-www-form-urlencoded(;charset=utf-8)?$/i.test(request.headers["content-type"] ?? ""))
      flaw("content type");
    const form = new URLSearchParams(text);
    if (form.get("grant_type") !== "client_credentials") flaw("grant_type");
    if (form.get("scope") !== "https://graph.microsoft.com/.default") flaw(`scope ${form.get("scope")}`);
    if (form.get("client_id") !== this.caller.clientId) flaw("client_id");
    if (form.has("resource")) flaw("resource");
    if (this.refuse !== undefined) return this.#refusal();
    if (!this.#proves(form, flaw)) {
      this.refuse = {
        status: 401,
        error: "invalid_client",
        code: form.has("client_secret") ? 7000215 : 700027,
      };
      return this.#refusal();
    }
    const { token, seconds } = this.#issue();
    const body = { token_type: "Bearer", expires_in: seconds, ext_expires_in: seconds, access_token: token };
    return { status: 200, body, headers: { "Cache-Control": "no-store, no-cache", Pragma: "no-cache" } };
  }

  /** 401 for a token that this issuer did not give, or that has expired. */
  refusalOf(call: Call): Answer | undefined {
    const token = call.headers.authorization?.slice("Bearer ".length) ?? "";
    const end = token === this.given ? Infinity : this.tokens.get(token);
    if (end !== undefined && end > Date.now()) return undefined;
    if (end !== undefined) this.#judge.violation("§2 a token is renewed before it expires", call);
    return errorAnswer(401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid.");
  }

  #issue() {
    const seconds = this.#judge.options.tokenSeconds ?? 3599;
    const token = `eyJ.${crypto.randomUUID()}.${crypto.randomUUID()}`;
    this.#judge.tenant.secrets.push(token);
    this.tokens.set(token, Date.now() + seconds * 1000);
    return { token, seconds };
  }

  #identity(request: IncomingMessage, url: string): Answer {
    const flaw = (what: string) => this.#judge.violation(`§2 managed identity, 2019-08-01: ${what}; ${url}`);
    const query = new URL(url, "http://x").searchParams;
    if (request.method !== "GET") flaw("GET");
    if (query.get("api-version") !== "2019-08-01") flaw("api-version");
    if (query.get("resource") !== "https://graph.microsoft.com") flaw("resource");
    if (request.headers["x-identity-header"] !== this.caller.identityHeader) flaw("X-IDENTITY-HEADER");
    if (query.has("client_id") && query.get("client_id") !== this.caller.clientId) flaw("client_id");
    if (this.refuse !== undefined) return this.#refusal();
    const { token, seconds } = this.#issue();
    const expires_on = String(Math.floor(Date.now() / 1000) + seconds);
    return {
      status: 200,
      body: {
        access_token: token,
        expires_on,
        resource: "https://graph.microsoft.com",
        token_type: "Bearer",
      },
    };
  }

  #proves(form: URLSearchParams, flaw: (what: string) => void): boolean {
    const { certificate, assertion, secret } = this.caller;
    if (certificate === undefined && assertion === undefined) return form.get("client_secret") === secret;
    const sent = form.get("client_assertion") ?? "";
    if (form.has("client_secret")) flaw("a secret beside an assertion");
    if (form.get("client_assertion_type") !== "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
      flaw("client_assertion_type");
    if (certificate === undefined) return sent === assertion!();
    return isSignedBy(
      certificate,
      sent,
      flaw,
      `${this.#judge.origin}/${this.#judge.tenant.tenantId}/oauth2/v2.0/token`,
      this.caller.clientId,
    );
  }

  #refusal(): Answer {
    const { status, error, code, headers } = this.refuse!;
    const trace_id = crypto.randomUUID();
    const timestamp = `${new Date().toISOString().slice(0, 19).replace("T", " ")}Z`;
    const body = {
      error,
      error_description: `AADSTS${code}: Refused for a test. Trace ID: ${trace_id} Correlation ID: ${trace_id} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id,
      correlation_id: trace_id,
      error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    };
    return { status, body, ...(headers && { headers }) };
  }
}

/** entra.md §3.2. */
function isSignedBy(
  certificate: X509Certificate,
  jwt: string,
  flaw: (what: string) => void,
  audience: string,
  clientId: string,
) {
  const [head = "", body = "", signature = ""] = jwt.split(".");
  const read = (part: string) =>
    JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
  const header = read(head);
  const claims = read(body);
  const print = (hash: string) => createHash(hash).update(certificate.raw).digest("base64url");
  const isNew = header["alg"] === "PS256" && header["x5t#S256"] === print("sha256");
  const isOld = header["alg"] === "RS256" && header["x5t"] === print("sha1");
  if (!isNew && !isOld) flaw(`assertion header ${JSON.stringify(header)}`);
  if (claims["aud"] !== audience) flaw(`assertion aud ${String(claims["aud"])}`);
  if (claims["iss"] !== clientId || claims["sub"] !== clientId) flaw("assertion iss, sub");
  if (!/^[0-9a-f-]{36}$/.test(String(claims["jti"]))) flaw("assertion jti");
  const now = Date.now() / 1000;
  const [from, to] = [Number(claims["nbf"]), Number(claims["exp"])];
  if (!(from <= now + 1 && to > now && to - now <= 601)) flaw("assertion times");
  const padding = isNew
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
    : { padding: constants.RSA_PKCS1_PADDING };
  return verify(
    "sha256",
    Buffer.from(`${head}.${body}`),
    { key: certificate.publicKey, ...padding },
    Buffer.from(signature, "base64url"),
  );
}
