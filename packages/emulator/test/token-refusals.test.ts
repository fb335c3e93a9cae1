import { type Entra, startEntra } from "@product-auth/emulator";
import { expect } from "chai";
import { goodFields, requestToken, type TokenAnswer } from "./request-token.js";

const nobody = "99998888-7777-4666-8555-444433332222";
const start = (): Promise<Entra> =>
  startEntra({
    products: {
      starter: {},
      pro: {},
      closed: { appRoleAssignmentRequired: true },
      gone: { disabled: true },
    },
    clients: {
      contoso: { products: ["starter"] },
      expired: { secrets: [{ value: "was-good", endDateTime: new Date(Date.now() - 1000) }] },
      off: { disabled: true, secrets: ["x"] },
    },
  });

interface Row {
  when: string;
  change?: (entra: Entra) => Record<string, string | undefined>;
  tenant?: string;
  endpoint?: 1;
  status: number;
  error: string;
  code: number;
  text: RegExp;
  noPage?: true;
}

const rows: Row[] = [
  {
    when: "the secret is wrong",
    change: () => ({ client_secret: "wrong" }),
    status: 401,
    error: "invalid_client",
    code: 7000215,
    text: /^Invalid client secret provided\. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '[0-9a-f-]{36}'\. Trace/,
  },
  {
    when: "the secret has expired",
    change: (entra) => ({ client_id: entra.clients["expired"]!.appId, client_secret: "was-good" }),
    status: 401,
    error: "invalid_client",
    code: 7000222,
    text: /^The provided client secret keys for app '[0-9a-f-]{36}' are expired\./,
  },
  {
    when: "there is no credential",
    change: () => ({ client_secret: undefined }),
    status: 401,
    error: "invalid_client",
    code: 7000216,
    text: /^'client_assertion', 'client_secret' or 'request' is required/,
  },
  {
    when: "the secret is empty",
    change: () => ({ client_secret: "" }),
    status: 401,
    error: "invalid_client",
    code: 7000216,
    text: /is required/,
  },
  {
    when: "an assertion comes without its type",
    change: () => ({ client_secret: undefined, client_assertion: "a.b.c" }),
    status: 401,
    error: "invalid_client",
    code: 7000216,
    text: /is required/,
  },
  {
    when: "a product's application id is pasted as the client id",
    change: (entra) => ({ client_id: entra.products["starter"]!.appId }),
    status: 401,
    error: "invalid_client",
    code: 7000215,
    text: /^Invalid client secret/,
  },
  {
    when: "the client is unknown, even with a wrong secret",
    change: () => ({ client_id: nobody, client_secret: "wrong" }),
    status: 400,
    error: "unauthorized_client",
    code: 700016,
    text: new RegExp(`^Application with identifier '${nobody}' was not found in the directory`),
  },
  ...["00000000-0000-0000-0000-000000000000", "contoso", "' or 1=1"].map((id): Row => ({
    when: `the client id is ${id}`,
    change: () => ({ client_id: id }),
    status: 400,
    error: "unauthorized_client",
    code: 700038,
    text: /is not a valid application identifier\./,
    noPage: true,
  })),
  {
    when: "the client is disabled",
    change: (entra) => ({ client_id: entra.clients["off"]!.appId, client_secret: "x" }),
    status: 400,
    error: "unauthorized_client",
    code: 7000112,
    text: /^Application '[0-9a-f-]{36}'\(APIMApplicationOff\) is disabled\./,
  },
  {
    when: "the tenant is unknown by GUID",
    tenant: nobody,
    status: 400,
    error: "invalid_request",
    code: 90002,
    text: new RegExp(`^Tenant '${nobody}' not found\\.`),
  },
  {
    when: "the tenant is unknown by domain",
    tenant: "fabrikam.com",
    status: 400,
    error: "invalid_request",
    code: 90002,
    text: /^Tenant 'fabrikam\.com' not found\./,
  },
  {
    when: "the tenant is neither GUID nor domain",
    tenant: "contoso",
    status: 400,
    error: "invalid_request",
    code: 900023,
    text: /neither a valid DNS name, nor a valid external domain\./,
  },
  ...["common", "organizations", "consumers"].map((tenant): Row => ({
    when: `the tenant is ${tenant}`,
    tenant,
    status: 400,
    error: "invalid_request",
    code: 9001023,
    text: /^The grant type is not supported over the \/common or \/consumers endpoints\./,
  })),
  ...["https://graph.microsoft.com/User.Read", "api://x", "openid profile", ".default"].map((scope): Row => ({
    when: `the scope is ${scope}`,
    change: () => ({ scope }),
    status: 400,
    error: "invalid_scope",
    code: 1002012,
    text: /^The provided value for scope .+ is not valid\. Client credential flows must have a scope value with \/\.default suffixed/,
  })),
  {
    when: "the scope has a permission beside .default",
    change: (entra) => ({
      scope: `${goodFields(entra).scope} ${entra.products["starter"]!.audience}/Orders.Read`,
    }),
    status: 400,
    error: "invalid_scope",
    code: 70011,
    text: /^The provided request must include a 'scope' input parameter\./,
  },
  {
    when: "the scope has a stray word",
    change: (entra) => ({ scope: `${goodFields(entra).scope} email` }),
    status: 400,
    error: "invalid_scope",
    code: 70011,
    text: /is not valid\./,
  },
  {
    when: "the scope has no resource",
    change: () => ({ scope: "/.default" }),
    status: 400,
    error: "invalid_scope",
    code: 70011,
    text: /The scope \/\.default is not valid\./,
  },
  {
    when: "the scope names two resources",
    change: (entra) => ({ scope: `${goodFields(entra).scope} ${entra.products["pro"]!.audience}/.default` }),
    status: 400,
    error: "invalid_scope",
    code: 700022,
    text: /contains more than one resource/,
  },
  ...["grant_type", "client_id", "scope"].map((name): Row => ({
    when: `${name} is missing`,
    change: () => ({ [name]: undefined }),
    status: 400,
    error: "invalid_request",
    code: 900144,
    text: new RegExp(`^The request body must contain the following parameter: '${name}'\\.`),
  })),
  {
    when: "resource is missing at the version 1 endpoint",
    endpoint: 1,
    status: 400,
    error: "invalid_request",
    code: 900144,
    text: /'resource'/,
  },
  {
    when: "resource is sent to the version 2 endpoint",
    change: () => ({ resource: "api://x" }),
    status: 400,
    error: "invalid_request",
    code: 901002,
    text: /^The 'resource' request parameter is not supported\./,
  },
  {
    when: "the grant type is unknown",
    change: () => ({ grant_type: "password" }),
    status: 400,
    error: "unsupported_grant_type",
    code: 70003,
    text: /^The app requested an unsupported grant type 'password'\./,
    noPage: true,
  },
  {
    when: "the resource is unknown",
    change: () => ({ scope: `api://${nobody}/.default` }),
    status: 400,
    error: "invalid_resource",
    code: 500011,
    text: new RegExp(
      `^The resource principal named api://${nobody} was not found in the tenant named contoso\\.onmicrosoft\\.com\\.`,
    ),
  },
  {
    when: "the resource is written in another case",
    change: (entra) => ({ scope: goodFields(entra).scope.replace("api:", "API:") }),
    status: 400,
    error: "invalid_resource",
    code: 500011,
    text: /was not found/,
  },
  {
    when: "the resource is disabled",
    change: (entra) => ({ scope: `${entra.products["gone"]!.audience}/.default` }),
    status: 400,
    error: "invalid_resource",
    code: 500014,
    text: /^The service principal for resource 'api:.+' is disabled\./,
  },
  {
    when: "the product demands an assignment",
    change: (entra) => ({ scope: `${entra.products["closed"]!.audience}/.default` }),
    status: 400,
    error: "invalid_grant",
    code: 501051,
    text: /^Application '[0-9a-f-]{36}'\(APIMApplicationContoso\) is not assigned to a role for the application '[0-9a-f-]{36}'\(APIMProductApplicationClosed\)\./,
  },
];

describe("token refusals", () => {
  let entra: Entra;
  before(async () => {
    entra = await start();
  });
  after(() => entra.close());

  for (const row of rows) {
    it(`${row.status} ${row.error} AADSTS${row.code} when ${row.when}`, async () => {
      const path = row.endpoint === 1 ? "oauth2/token" : "oauth2/v2.0/token";
      const url = `${entra.origin}/${row.tenant ?? entra.tenantId}/${path}`;
      const answer = await requestToken(entra, { ...goodFields(entra), ...row.change?.(entra) }, { url });
      expect(answer.body.error_description).to.match(new RegExp(`^AADSTS${row.code}: `));
      expect(answer.body.error_description?.slice(`AADSTS${row.code}: `.length)).to.match(row.text);
      expect(answer.status).to.equal(row.status);
      expect(answer.body.error).to.equal(row.error);
      expectRefusalShape(answer, row.code, row.noPage !== true);
    });
  }

  it("reports the first thing that is wrong in Entra's order", async () => {
    const wrong = {
      grant_type: "password",
      client_id: nobody,
      client_secret: "wrong",
      scope: "no-default",
      resource: undefined as string | undefined,
    };
    const codeOf = async (
      fields: Record<string, string | undefined>,
      tenant = entra.tenantId,
    ): Promise<unknown> => {
      const url = `${entra.origin}/${tenant}/oauth2/v2.0/token`;
      return (await requestToken(entra, fields, { url })).body.error_codes?.[0];
    };
    const good = goodFields(entra);
    expect(await codeOf(wrong, "nowhere.example")).to.equal(90002);
    expect(await codeOf({ ...wrong, client_id: undefined })).to.equal(900144);
    expect(await codeOf(wrong)).to.equal(70003);
    expect(await codeOf({ ...wrong, grant_type: good.grant_type })).to.equal(700016);
    expect(await codeOf({ ...good, client_secret: "wrong", scope: "no-default" })).to.equal(7000215);
    expect(await codeOf({ ...good, scope: "api://nothing" })).to.equal(1002012);
    expect(await codeOf({ ...good, scope: "api://nothing/.default" })).to.equal(500011);
  });

  it("takes no body but a form", async () => {
    for (const type of [
      "application/json",
      "multipart/form-data; boundary=x",
      "text/plain",
      "application/x-www-form-urlencodedX",
    ]) {
      const body = type.includes("json")
        ? JSON.stringify(goodFields(entra))
        : new URLSearchParams(goodFields(entra)).toString();
      const response = await fetch(entra.tokenUrl, {
        method: "POST",
        body,
        headers: { "Content-Type": type },
      });
      expect(response.status).to.equal(400);
      expect(((await response.json()) as TokenAnswer["body"]).error_codes, type).to.deep.equal([900144]);
    }
  });

  it("takes no parameter twice", async () => {
    const body = new URLSearchParams(goodFields(entra));
    body.append("scope", "api://other/.default");
    const response = await fetch(entra.tokenUrl, { method: "POST", body });
    expect(((await response.json()) as TokenAnswer["body"]).error_codes).to.deep.equal([90100]);
  });

  it("takes no GET, and no more than 64 KiB", async () => {
    const got = await fetch(entra.tokenUrl);
    expect(got.status).to.equal(405);
    expect(got.headers.get("allow")).to.equal("POST, OPTIONS");
    expect(((await got.json()) as TokenAnswer["body"]).error_codes).to.deep.equal([900561]);
    const body = new URLSearchParams({ ...goodFields(entra), padding: "x".repeat(70_000) });
    expect((await fetch(entra.tokenUrl, { method: "POST", body })).status).to.equal(413);
    expect(
      (await fetch(entra.tokenUrl, { method: "OPTIONS" })).headers.get("access-control-allow-origin"),
    ).to.equal(null);
  });

  it("survives any Basic header", async () => {
    const { grant_type, scope } = goodFields(entra);
    for (const value of [
      "Basic",
      "Basic ",
      "Basic !!!",
      "Basic Zm9v",
      "Basic OmJhcg==",
      "Basic JTpiYXI=",
      "Bearer x",
      "Basic /////w==",
    ]) {
      const { status } = await requestToken(
        entra,
        { grant_type, scope },
        { headers: { Authorization: value } },
      );
      expect(status, value).to.equal(400);
    }
  });

  describe("client-request-id", () => {
    const id = "0a1b2c3d-1111-4222-8333-444455556666";
    const bad = async (more: Record<string, string>, query = "", headers = {}): Promise<unknown> => {
      const url = entra.tokenUrl + query;
      const { body } = await requestToken(
        entra,
        { ...goodFields(entra), client_secret: "wrong", ...more },
        { url, headers },
      );
      expect(body.error_description).to.include(`Correlation ID: ${body.correlation_id}`);
      return body.correlation_id;
    };

    it("comes back as correlation_id from body, query or header", async () => {
      expect(await bad({ "client-request-id": id })).to.equal(id);
      expect(await bad({}, `?client-request-id=${id}`)).to.equal(id);
      expect(await bad({}, "", { "client-request-id": id })).to.equal(id);
    });

    it("is not echoed when it is not a GUID", async () => {
      expect(await bad({ "client-request-id": "<script>" })).to.match(/^[0-9a-f-]{36}$/);
    });
  });
});

function expectRefusalShape({ headers, body }: TokenAnswer, code: number, page: boolean): void {
  const members = ["error", "error_description", "error_codes", "timestamp", "trace_id", "correlation_id"];
  expect(Object.keys(body)).to.deep.equal(page ? [...members, "error_uri"] : members);
  expect(body.error_codes).to.deep.equal([code]);
  expect(body.timestamp).to.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/);
  const { trace_id, correlation_id, timestamp } = body;
  expect(body.error_description).to.match(
    new RegExp(` Trace ID: ${trace_id} Correlation ID: ${correlation_id} Timestamp: ${timestamp}$`),
  );
  if (page) expect(body.error_uri).to.equal(`https://login.microsoftonline.com/error?code=${code}`);
  expect(headers.get("www-authenticate")).to.equal(null);
  expect(headers.get("cache-control")).to.equal("no-store, no-cache");
  expect(headers.get("content-type")).to.equal("application/json; charset=utf-8");
}
