import { createProductAuth, type ErrorFormat, type RefusalCode, type Unavailable } from "#src/index.js";
import { expect } from "chai";
import { REFUSALS } from "#src/refusals/refusals.js";
import { PRODUCTS, TENANT, anew, demand, refusal } from "../catalog.js";
import { viewOf } from "../request/view-of.js";
import { answerTo } from "./answer-to.js";

const view = viewOf({ host: "api.example.com" });
const pro = demand({ product: "pro" });
const unavailable = (code: RefusalCode, retryAfter: number): Unavailable => ({
  outcome: "unavailable",
  status: 503,
  code,
  retryAfter,
  headers: {},
});

const MISSING_KEY =
  '{ "statusCode": 401, "message": "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API." }';
const INVALID_KEY =
  '{ "statusCode": 401, "message": "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription." }';
const MISSING_TOKEN =
  '{ "statusCode": 401, "message": "Access denied due to missing access token. Make sure to include an access token when making requests to an API." }';
const MISSING_EITHER =
  '{ "statusCode": 401, "message": "Access denied due to missing credentials. Make sure to include an access token or a subscription key when making requests to an API." }';
const INVALID_TOKEN =
  '{ "statusCode": 401, "message": "Access denied due to invalid access token. Make sure to provide a valid access token for this API." }';
const NOT_PERMITTED =
  '{ "statusCode": 403, "message": "Access denied due to insufficient permissions. Make sure the caller has been granted access to this API." }';
const BAD_ORIGIN =
  '{ "statusCode": 403, "message": "Access denied due to the origin of the page. Make sure it is on the list of origins that may connect." }';
const BAD_PATH = '{ "statusCode": 400, "message": "The path cannot be read." }';
const NOT_FOUND = '{ "statusCode": 404, "message": "Resource not found" }';
const FORBIDDEN = '{ "statusCode": 403, "message": "Forbidden" }';
const NO_CERTIFICATE = '{ "statusCode": 401, "message": "Client certificate missing" }';
const BAD_CERTIFICATE = '{ "statusCode": 401, "message": "Invalid client certificate" }';
const UNAVAILABLE =
  '{ "statusCode": 503, "message": "Access cannot be decided at the moment. Try again later." }';

// One line per code: a caller learns which of ten answers it gets, never which check failed.
const BODIES: Readonly<Record<RefusalCode, string>> = {
  origin_not_allowed: BAD_ORIGIN,
  path_malformed: BAD_PATH,
  api_unknown: NOT_FOUND,
  operation_unknown: NOT_FOUND,
  token_missing: MISSING_TOKEN,
  key_missing: MISSING_KEY,
  credentials_missing: MISSING_EITHER,
  token_scheme: MISSING_TOKEN,
  token_repeated: INVALID_TOKEN,
  token_too_long: INVALID_TOKEN,
  token_malformed: INVALID_TOKEN,
  token_encryption: INVALID_TOKEN,
  token_algorithm: INVALID_TOKEN,
  token_header: INVALID_TOKEN,
  token_foreign_resource: INVALID_TOKEN,
  token_version: INVALID_TOKEN,
  token_tenant: INVALID_TOKEN,
  token_claims: INVALID_TOKEN,
  token_issuer: INVALID_TOKEN,
  token_audience: INVALID_TOKEN,
  token_other_product: INVALID_TOKEN,
  token_unknown_key: INVALID_TOKEN,
  token_key_issuer: INVALID_TOKEN,
  token_signature: INVALID_TOKEN,
  token_expired: INVALID_TOKEN,
  token_not_yet_valid: INVALID_TOKEN,
  token_client: INVALID_TOKEN,
  token_kind: INVALID_TOKEN,
  role_missing: NOT_PERMITTED,
  scope_missing: NOT_PERMITTED,
  claim_missing: NOT_PERMITTED,
  client_not_allowed: NOT_PERMITTED,
  client_unknown: NOT_PERMITTED,
  client_state: NOT_PERMITTED,
  client_owner: NOT_PERMITTED,
  client_not_linked: NOT_PERMITTED,
  key_repeated: INVALID_KEY,
  key_too_long: INVALID_KEY,
  key_unknown: INVALID_KEY,
  key_state: INVALID_KEY,
  key_owner: INVALID_KEY,
  key_retired: INVALID_KEY,
  key_not_started: INVALID_KEY,
  key_ended: INVALID_KEY,
  key_other_product: INVALID_KEY,
  key_other_api: INVALID_KEY,
  credentials_disagree: INVALID_KEY,
  signing_keys_unavailable: UNAVAILABLE,
  subscriptions_unavailable: UNAVAILABLE,
  clients_unavailable: UNAVAILABLE,
  rate_exceeded: '{ "statusCode": 429, "message": "Rate limit is exceeded." }',
  quota_exceeded: '{ "statusCode": 403, "message": "Out of call volume quota." }',
  bandwidth_exceeded: '{ "statusCode": 403, "message": "Out of bandwidth quota." }',
  limits_unavailable: UNAVAILABLE,
  too_many_bad_credentials: '{ "statusCode": 429, "message": "Rate limit is exceeded." }',
  policy_refused: '{ "statusCode": 403, "message": "Access denied." }',
  policy_unavailable: UNAVAILABLE,
  address_not_allowed: FORBIDDEN,
  header_check: FORBIDDEN,
  certificate_missing: NO_CERTIFICATE,
  certificate_malformed: BAD_CERTIFICATE,
  certificate_expired: BAD_CERTIFICATE,
  certificate_not_yet_valid: BAD_CERTIFICATE,
  certificate_untrusted: BAD_CERTIFICATE,
  certificate_revoked: BAD_CERTIFICATE,
  certificate_identity: BAD_CERTIFICATE,
  revocation_unavailable: UNAVAILABLE,
};

describe("answer: the body, as the gateway writes it", () => {
  for (const [code, body] of Object.entries(BODIES) as [RefusalCode, string][]) {
    it(`${code}: ${body.slice(15, 18)} ${body.slice(50, 80)}…`, () => {
      const { status } = REFUSALS[code];
      const decision = status === 503 ? unavailable(code, 1) : refusal(code, status);
      const given = answerTo(anew(), decision, pro, view);
      expect(given.body).to.equal(body);
      expect(given.status).to.equal(Number(body.slice(16, 19)));
      expect(given.headers["content-type"]).to.equal("application/json");
      expect(given.headers["cache-control"]).to.equal("no-store");
    });
  }
  it("has the Content-Length that captures of the gateway show: 152 missing, 143 invalid", () => {
    expect([MISSING_KEY, INVALID_KEY].map((body) => Buffer.byteLength(body))).to.deep.equal([152, 143]);
  });
  it("knows every code there is", () => {
    expect(Object.keys(REFUSALS).sort()).to.deep.equal(Object.keys(BODIES).sort());
  });
});

describe("answer: the body in other forms", () => {
  const answerIn = (errors: ErrorFormat, code: RefusalCode, status: 401 | 403 = 401) =>
    answerTo(
      createProductAuth({ tenantId: TENANT, products: PRODUCTS, subscriptions: [], errors }),
      refusal(code, status),
      pro,
      view,
    );

  it("problem details (RFC 9457)", () => {
    const { headers, body } = answerIn("problem", "token_expired");
    expect(headers["content-type"]).to.equal("application/problem+json");
    expect(JSON.parse(body)).to.deep.equal({
      type: "about:blank",
      title: "Unauthorized",
      status: 401,
      detail:
        "Access denied due to invalid access token. Make sure to provide a valid access token for this API.",
    });
  });
  it("problem details of a status of one's own: not every number has a phrase", () => {
    const failedValidation = { status: 418, message: "No." };
    const auth = createProductAuth({
      tenantId: TENANT,
      products: PRODUCTS,
      subscriptions: [],
      errors: "problem",
      failedValidation,
    });
    const given = answerTo(auth, { ...refusal("token_expired", 401), status: 418 }, pro, view);
    expect(JSON.parse(given.body)).to.deep.equal({
      type: "about:blank",
      title: "Refused",
      status: 418,
      detail: "No.",
    });
  });
  it("problem details of a 403", () => {
    expect(JSON.parse(answerIn("problem", "role_missing", 403).body)).to.include({
      title: "Forbidden",
      status: 403,
    });
  });
  it("what a function makes of status and public text; challenges stay", () => {
    const given: unknown[] = [];
    const { status, headers, body } = answerIn((problem) => {
      given.push(problem);
      return { contentType: "text/plain", body: "no" };
    }, "key_ended");
    expect(given).to.deep.equal([
      {
        status: 401,
        message:
          "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.",
      },
    ]);
    expect({ status, body, type: headers["content-type"] }).to.deep.equal({
      status: 401,
      body: "no",
      type: "text/plain",
    });
    expect(headers["www-authenticate"]).to.have.length(2);
  });
});

describe("answer: the realm of a key's challenge", () => {
  const keyed = createProductAuth({ products: { pro: { accepts: ["key"] } }, subscriptions: [] });
  const realmFor = (headers: Record<string, string>) => {
    const from = viewOf(headers);
    const decision = keyed.authorize(from, keyed.anyProduct);
    if (decision instanceof Promise || decision.outcome === "admit") throw new Error("not refused at once");
    return /realm="([^"]*)"/.exec(
      String(answerTo(keyed, decision, keyed.anyProduct, from).headers["www-authenticate"]),
    )?.[1];
  };

  it("names the host", () => {
    expect(realmFor({ host: "api.example.com" })).to.equal("https://api.example.com/");
    expect(realmFor({ host: "api.example.com:8443" })).to.equal("https://api.example.com:8443/");
    expect(realmFor({})).to.equal("https:///");
  });
  it("asks a view for nothing but field names: that of a fetch-like request throws for others", () => {
    const headers = new Headers({ host: "api.example.com" });
    const view = { ...viewOf({}), header: (name: string) => headers.get(name) ?? undefined };
    const decision = keyed.authorize(view, keyed.anyProduct);
    if (decision instanceof Promise || decision.outcome === "admit") throw new Error("not refused at once");
    const challenge = () => String(keyed.answer(decision).headers["www-authenticate"]);
    expect(challenge()).to.include('realm="https://api.example.com/"');
    headers.delete("host");
    expect(challenge()).to.include('realm="https:///"');
  });
  it("is that of each request, whoever asked before", () => {
    for (const host of ["a.example", "a.example", "b.example", "a.example", ""])
      expect(realmFor({ host })).to.equal(`https://${host}/`);
  });
  it("is that of each API, whichever was asked for before", () => {
    const apis = { orders: { path: "orders" }, stock: { path: "stock" } } as const;
    const several = createProductAuth({
      products: { pro: { accepts: ["key"] } },
      apis: { orders: { ...apis.orders, products: ["pro"] }, stock: { ...apis.stock, products: ["pro"] } },
      subscriptions: [],
    });
    for (const api of ["orders", "orders", "stock", "orders"] as const) {
      const demanded = several.requirement({ api });
      const { headers } = answerTo(several, refusal("key_missing"), demanded, view);
      expect(headers["www-authenticate"]).to.deep.equal([
        `AzureApiManagementKey realm="https://api.example.com/${api}",name="Ocp-Apim-Subscription-Key",type="header"`,
      ]);
    }
  });
});

describe("answer: a function of the application's own", () => {
  it("is asked every time, and may answer otherwise", () => {
    let asked = 0;
    const own = createProductAuth({
      tenantId: TENANT,
      products: PRODUCTS,
      subscriptions: [],
      errors: ({ status }) => ({ contentType: "text/plain", body: `${status}, the ${++asked}.` }),
    });
    const bodies = [1, 2, 3].map(() => answerTo(own, refusal("token_expired"), pro, view).body);
    expect(bodies).to.deep.equal(["401, the 1.", "401, the 2.", "401, the 3."]);
  });
});

describe("answer: failedValidation, status and text for tokens that do not pass", () => {
  const changed = createProductAuth({
    tenantId: TENANT,
    products: PRODUCTS,
    subscriptions: [],
    failedValidation: { status: 404, message: "Not here." },
    errors: "problem",
  });
  const answered = (headers: Record<string, string>) => {
    const requirement = changed.requirement({ product: "pro" });
    const from = viewOf({ host: "api.example.com", ...headers });
    const decision = changed.authorize(from, requirement);
    if (decision instanceof Promise || decision.outcome === "admit") throw new Error("not refused at once");
    const { status, body, headers: fields } = changed.answer(decision);
    return { status, body: JSON.parse(body) as object, challenges: fields["www-authenticate"] };
  };

  it("a token that does not pass", () => {
    const { status, body, challenges } = answered({ authorization: "Bearer garbage" });
    expect(status).to.equal(404);
    expect(body).to.deep.equal({ type: "about:blank", title: "Not Found", status: 404, detail: "Not here." });
    expect(challenges).to.include('Bearer error="invalid_token"');
  });
  it("a key that does not pass keeps its own answer", () => {
    const { status, body } = answered({ "ocp-apim-subscription-key": "garbage" });
    expect({ status, ...body }).to.include({ status: 401, title: "Unauthorized" });
  });
});

describe("answer: no challenge where no credential would help (RFC 9110 §11.6.1)", () => {
  for (const code of ["path_malformed", "api_unknown", "operation_unknown"] as const) {
    it(code, () => {
      const { headers } = answerTo(anew(), refusal(code, REFUSALS[code].status as 400 | 404), pro, view);
      expect(headers).to.have.all.keys("content-type", "cache-control");
    });
  }
});

describe("answer: Retry-After (RFC 9110 §10.2.3)", () => {
  it("503 says when to come back, and challenges nobody", () => {
    expect(answerTo(anew(), unavailable("signing_keys_unavailable", 7), pro, view).headers).to.deep.equal({
      "content-type": "application/json",
      "cache-control": "no-store",
      "retry-after": "7",
    });
  });
  it("401 does not", () => {
    expect(answerTo(anew(), refusal("token_expired"), pro, view).headers).to.have.all.keys(
      "content-type",
      "cache-control",
      "www-authenticate",
    );
  });
  it("headers that the decision carries are kept", () => {
    const decision = { ...refusal("token_expired"), headers: { "x-limit": "3", "cache-control": "public" } };
    const { headers } = answerTo(anew(), decision, pro, view);
    expect(headers).to.include({ "x-limit": "3", "cache-control": "no-store" });
  });
});
