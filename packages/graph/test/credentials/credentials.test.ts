import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "@product-auth/core";
import { environmentCredential } from "@product-auth/graph";
import { makeCertificate } from "@product-auth/testkit/certificates";
import { expect } from "chai";
import { compactVerify, decodeProtectedHeader, importX509 } from "jose";
import { shop } from "../support/catalogs.js";
import { startWorld, type World } from "../support/world.js";

const TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
const CLIENT = "11111111-2222-4333-8444-555555555555";
const SECRET = "not-a-real-secret~value";
const SCOPE = "https://graph.microsoft.com/.default";

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly form: URLSearchParams;
}

/** An RSA key and its certificate, both as PEM. */
function made(): { readonly certificate: string; readonly key: string } {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const { pem, privateKey } = makeCertificate({
    subject: "caller",
    keys,
    issuer: makeCertificate({ subject: "ca" }),
  });
  return { certificate: pem, key: privateKey };
}

describe("environmentCredential", () => {
  const folder = mkdtempSync(join(tmpdir(), "credentials-"));
  const seen: Seen[] = [];
  let answer: { status: number; body: object; headers?: Record<string, string> };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      seen.push({ method, url, headers, form: new URLSearchParams(body) });
      response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
      response.end(JSON.stringify(answer.body));
    });
  });
  let origin: string;
  const { certificate, key } = made();

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    seen.length = 0;
    answer = { status: 200, body: { access_token: "t", expires_in: 3599 } };
  });

  const base = () => ({ AZURE_TENANT_ID: TENANT, AZURE_AUTHORITY_HOST: origin });
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const problemsOf = (env: Record<string, string>, more = {}) => {
    try {
      environmentCredential(env, more);
      return [];
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      expect(error.message).to.not.include(SECRET);
      return error.problems.map(({ path, message }) => `${path} ${message}`);
    }
  };

  it("a client secret", async () => {
    const credential = environmentCredential(
      { ...base(), AZURE_CLIENT_ID: CLIENT, AZURE_CLIENT_SECRET: SECRET },
      { clock: () => 1_000_000 },
    );
    expect(await credential.getToken([SCOPE])).to.deep.equal({ token: "t", expiresOnTimestamp: 4_599_000 });
    expect(seen[0]?.url).to.equal(`/${TENANT}/oauth2/v2.0/token`);
    expect(Object.fromEntries(seen[0]!.form)).to.deep.equal({
      ...{ grant_type: "client_credentials", client_id: CLIENT, client_secret: SECRET, scope: SCOPE },
    });
    expect(seen[0]?.headers["content-type"]).to.equal("application/x-www-form-urlencoded");
  });

  it("a certificate: an assertion signed with PS256 for ten minutes", async () => {
    const path = file("both.pem", key + certificate);
    const credential = environmentCredential(
      { ...base(), AZURE_CLIENT_ID: CLIENT, AZURE_CLIENT_CERTIFICATE_PATH: path },
      { clock: () => 1_700_000_000_000 },
    );
    await credential.getToken([SCOPE]);
    const { form } = seen[0]!;
    expect(form.get("client_assertion_type")).to.equal(
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    );
    const assertion = form.get("client_assertion")!;
    const { payload } = await compactVerify(assertion, await importX509(certificate, "PS256"));
    expect(decodeProtectedHeader(assertion)).to.include({ alg: "PS256", typ: "JWT" });
    const { jti, ...claims } = JSON.parse(Buffer.from(payload).toString()) as Record<string, unknown>;
    expect(jti).to.match(/^[0-9a-f-]{36}$/);
    expect(claims).to.deep.equal({
      ...{ aud: `${origin}/${TENANT}/oauth2/v2.0/token`, iss: CLIENT, sub: CLIENT },
      ...{ nbf: 1_700_000_000, iat: 1_700_000_000, exp: 1_700_000_600 },
    });
  });

  it("a federated token, read each time", async () => {
    const path = file("token", "first\n");
    const credential = environmentCredential({
      ...base(),
      AZURE_CLIENT_ID: CLIENT,
      AZURE_FEDERATED_TOKEN_FILE: path,
    });
    await credential.getToken([SCOPE]);
    writeFileSync(path, "second");
    await credential.getToken([SCOPE]);
    expect(seen.map(({ form }) => form.get("client_assertion"))).to.deep.equal(["first", "second"]);
  });

  it("the managed identity of a service", async () => {
    answer.body = { access_token: "t", expires_on: "1700003600" };
    const env = {
      AZURE_TENANT_ID: TENANT,
      IDENTITY_ENDPOINT: `${origin}/msi/token`,
      IDENTITY_HEADER: SECRET,
      AZURE_CLIENT_ID: CLIENT,
    };
    const got = await environmentCredential(env).getToken([SCOPE]);
    expect(got?.expiresOnTimestamp).to.equal(1_700_003_600_000);
    const { searchParams, pathname } = new URL(seen[0]!.url, origin);
    expect([pathname, Object.fromEntries(searchParams)]).to.deep.equal([
      "/msi/token",
      { "api-version": "2019-08-01", resource: "https://graph.microsoft.com", client_id: CLIENT },
    ]);
    expect(seen[0]?.headers["x-identity-header"]).to.equal(SECRET);
  });

  it("the managed identity of a machine", async () => {
    const calls: [string, RequestInit][] = [];
    const credential = environmentCredential(
      { AZURE_TENANT_ID: TENANT },
      {
        managedIdentity: true,
        fetch: (url, init) => {
          calls.push([url as string, init!]);
          return Promise.resolve(Response.json({ access_token: "t", expires_in: "60" }));
        },
      },
    );
    await credential.getToken([SCOPE]);
    expect(calls[0]?.[0]).to.equal(
      "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fgraph.microsoft.com",
    );
    expect(new Headers(calls[0]?.[1].headers).get("metadata")).to.equal("true");
  });

  it("a token that was given goes first, and is used until it ends", async () => {
    const payload = Buffer.from(JSON.stringify({ exp: 1_700_000_000 })).toString("base64url");
    const env = {
      ...base(),
      PRODUCT_AUTH_GRAPH_TOKEN: `e30.${payload}.x`,
      AZURE_CLIENT_ID: CLIENT,
      AZURE_CLIENT_SECRET: SECRET,
    };
    expect(await environmentCredential(env).getToken([SCOPE])).to.deep.equal({
      token: env.PRODUCT_AUTH_GRAPH_TOKEN,
      expiresOnTimestamp: 1_700_000_000_000,
    });
    expect(seen).to.deep.equal([]);
  });

  const rows: readonly (readonly [what: string, env: Record<string, string>, paths: readonly string[]])[] = [
    [
      "nothing",
      {},
      ["AZURE_TENANT_ID is missing", "PRODUCT_AUTH_GRAPH_TOKEN is missing, and no other credential is set"],
    ],
    [
      "a tenant for all",
      { AZURE_TENANT_ID: "common", PRODUCT_AUTH_GRAPH_TOKEN: "t" },
      ['AZURE_TENANT_ID is "common", which stands for many tenants'],
    ],
    [
      "a tenant that is a path",
      { AZURE_TENANT_ID: "../x", PRODUCT_AUTH_GRAPH_TOKEN: "t" },
      ["AZURE_TENANT_ID is not a tenant id"],
    ],
    [
      "a secret without a client",
      { AZURE_TENANT_ID: TENANT, AZURE_CLIENT_SECRET: SECRET },
      ["AZURE_CLIENT_ID is missing"],
    ],
    [
      "a client without a secret",
      { AZURE_TENANT_ID: TENANT, AZURE_CLIENT_ID: CLIENT },
      ["AZURE_CLIENT_SECRET is missing"],
    ],
    [
      "a client by name",
      { AZURE_TENANT_ID: TENANT, AZURE_CLIENT_ID: "admin", AZURE_CLIENT_SECRET: SECRET },
      ["AZURE_CLIENT_ID is not a GUID"],
    ],
    [
      "http elsewhere",
      {
        AZURE_TENANT_ID: TENANT,
        PRODUCT_AUTH_GRAPH_TOKEN: "t",
        AZURE_AUTHORITY_HOST: "http://login.example",
        PRODUCT_AUTH_GRAPH_URL: "ftp://x",
      },
      [
        "AZURE_AUTHORITY_HOST is neither https nor http on this machine",
        "PRODUCT_AUTH_GRAPH_URL is neither https nor http on this machine",
      ],
    ],
    [
      "a token with a line feed inside",
      { AZURE_TENANT_ID: TENANT, PRODUCT_AUTH_GRAPH_TOKEN: "a\nb" },
      ["PRODUCT_AUTH_GRAPH_TOKEN contains spaces or other characters that no token has"],
    ],
    [
      "no such file",
      { AZURE_TENANT_ID: TENANT, AZURE_CLIENT_ID: CLIENT, AZURE_CLIENT_CERTIFICATE_PATH: "/nowhere" },
      ["AZURE_CLIENT_CERTIFICATE_PATH names a file that cannot be read"],
    ],
    [
      "half a managed identity",
      { AZURE_TENANT_ID: TENANT, IDENTITY_ENDPOINT: "http://127.0.0.1/x" },
      ["IDENTITY_HEADER is missing"],
    ],
  ];
  for (const [what, env, problems] of rows)
    it(`refuses ${what}`, () => {
      expect(problemsOf(env)).to.deep.equal(problems);
    });

  it("refuses a certificate without its key, and a key of another certificate", () => {
    const env = { ...base(), AZURE_CLIENT_ID: CLIENT };
    for (const text of [certificate, key, certificate + made().key, "text"]) {
      const path = file("half.pem", text);
      expect(problemsOf({ ...env, AZURE_CLIENT_CERTIFICATE_PATH: path })).to.deep.equal([
        "AZURE_CLIENT_CERTIFICATE_PATH is not a PEM file with a certificate and its RSA key",
      ]);
    }
  });

  describe("refusals of the token endpoint become findings", () => {
    let world: World;
    before(async () => {
      world = await startWorld();
    });
    after(() => world.close());

    const codes = async (body: object, status = 400, headers: Record<string, string> = {}) => {
      answer = { status, body, headers };
      const credential = environmentCredential({
        ...base(),
        AZURE_CLIENT_ID: CLIENT,
        AZURE_CLIENT_SECRET: SECRET,
      });
      const { report } = await world.plan(shop, { credential });
      expect(JSON.stringify(report)).to.not.include(SECRET);
      return report.findings.map(({ code, at }) => `${code} ${at}`);
    };
    for (const [number, code] of [
      [700016, "P03"],
      [7000229, "P03"],
      [90002, "P03"],
      [7000215, "P04"],
      [7000222, "P04"],
      [7000216, "P04"],
      [700027, "P04"],
    ] as const)
      it(`${number}: ${code}`, async () => {
        const description = `AADSTS${number}: the secret ${SECRET} is wrong. Trace ID: x`;
        expect(
          await codes(
            { error: "invalid_client", error_description: description, error_codes: [number] },
            401,
          ),
        ).to.deep.equal([`${code} tenant`]);
      });

    it("throttled past the timeout: P08, after the waits that were asked for", async () => {
      world.waits.length = 0;
      expect(await codes({ error: "temporarily_unavailable" }, 429, { "retry-after": "200" })).to.deep.equal([
        "P08 tenant",
      ]);
      expect(world.waits).to.deep.equal([200]);
      world.waits.length = 0;
      expect(await codes({ error: "temporarily_unavailable" }, 429)).to.deep.equal(["P08 tenant"]);
      expect(world.waits.slice(0, 3)).to.deep.equal([2, 4, 8]);
    });
  });
});
