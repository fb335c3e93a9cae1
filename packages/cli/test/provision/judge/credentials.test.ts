import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { CALLER } from "./issuer.js";
import { scenarios } from "./scenarios.js";
import type { Stage } from "./stage.js";
import { APPLY, CATALOG, expectExit, findingsOf } from "./world.js";

const NONE = { AZURE_CLIENT_ID: undefined, AZURE_CLIENT_SECRET: undefined };

const refusedWith = (status: number, error: string, code: number, finding: string) => async (s: Stage) => {
  await s.write(CATALOG());
  const outcome = await s.run([], { refuse: { status, error, code } });
  expectExit(outcome, 1);
  expect(findingsOf(outcome).map((text) => text.split(" ")[0])).to.deep.equal([finding]);
  expect(outcome.report.findings[0]!.message).to.contain(String(code));
  expect(outcome.judge.calls).to.deep.equal([]);
};

const refusedBeforeAnyCall =
  (env: Record<string, string | undefined>, ...args: string[]) =>
  async (s: Stage) => {
    await s.write(CATALOG());
    const outcome = expectExit(await s.run([...APPLY, ...args], { env }), 2);
    expect(outcome.report.problems).not.to.have.length(0);
  };

scenarios("judge: credentials", {
  "§2 PRODUCT_AUTH_GRAPH_TOKEN goes first, not renewed": async (s) => {
    await s.write(CATALOG());
    const given = "eyJ.given.token";
    const { judge } = expectExit(await s.run(APPLY, { given, env: { PRODUCT_AUTH_GRAPH_TOKEN: given } }), 0);
    expect(judge.issuer.requests).to.equal(0);
    const late = await s.run([], { env: { PRODUCT_AUTH_GRAPH_TOKEN: "eyJ.old.token" } });
    expectExit(late, 1);
    expect(findingsOf(late).map((text) => text.slice(0, 3))).to.deep.equal(["P05"]);
    expect(late.judge.issuer.requests).to.equal(0);
  },
  "§2 a certificate (entra.md 3.2)": async (s) => {
    await s.write(CATALOG());
    const { pem, certificate } = newCertificate(s);
    const env = { AZURE_CLIENT_SECRET: undefined, AZURE_CLIENT_CERTIFICATE_PATH: pem };
    expectExit(await s.run(APPLY, { env, caller: { ...CALLER, certificate } }), 0);
    const other = await s
      .run([], {
        env,
        caller: { ...CALLER, certificate: newCertificate(s).certificate },
        refuse: { status: 401, error: "invalid_client", code: 700027 },
      })
      .catch(() => undefined);
    s.violations.length = 0; // the judge knows another certificate
    expectExit(other!, 1);
    expect(findingsOf(other!).map((text) => text.slice(0, 3))).to.deep.equal(["P04"]);
  },
  "§2 a federated token file, read each time": async (s) => {
    await s.write(CATALOG());
    writeFileSync(s.path("token"), "eyJ.federated.1");
    s.tenant.replication = { role: 5000 };
    let n = 1;
    const caller = { ...CALLER, assertion: () => readFileSync(s.path("token"), "utf8") };
    const env = { AZURE_CLIENT_SECRET: undefined, AZURE_FEDERATED_TOKEN_FILE: s.path("token") };
    const before = () => writeFileSync(s.path("token"), `eyJ.federated.${(n += 1)}`);
    const { judge } = expectExit(await s.run(APPLY, { env, caller, tokenSeconds: 4, before }), 0);
    expect(judge.issuer.requests).to.be.greaterThan(1);
  },
  "§2 a managed identity of 2019-08-01": async (s) => {
    await s.write(CATALOG());
    const caller = { ...CALLER, identityHeader: "853b9a84-5bfa-4b22-a3f3-0b9a43d9ad8a" };
    const other = await s.judge({ caller });
    const env = {
      ...NONE,
      IDENTITY_ENDPOINT: `${other.origin}/identity`,
      IDENTITY_HEADER: caller.identityHeader,
    };
    // The token comes from another origin than Graph: the two judges share their tokens.
    const outcome = await s.run(APPLY, { env, before: (_, judge) => shareTokens(other, judge) });
    expectExit(outcome, 0);
    expect(other.violations).to.deep.equal([]);
    expect(other.issuer.requests).to.equal(1);
  },
  "§8 P03 700016": refusedWith(400, "unauthorized_client", 700016, "P03"),
  "§8 P03 7000229": refusedWith(400, "unauthorized_client", 7000229, "P03"),
  "§8 P03 90002": refusedWith(400, "invalid_request", 90002, "P03"),
  "§8 P04 7000215": refusedWith(401, "invalid_client", 7000215, "P04"),
  "§8 P04 7000222": refusedWith(401, "invalid_client", 7000222, "P04"),
  "§8 P04 7000216": refusedWith(401, "invalid_client", 7000216, "P04"),
  "§8 P04 700027": refusedWith(401, "invalid_client", 700027, "P04"),
  "§4 429 of the token endpoint: Retry-After, past --timeout P08": async (s) => {
    await s.write(CATALOG());
    const refuse = {
      status: 429,
      error: "temporarily_unavailable",
      code: 90055,
      headers: { "Retry-After": "60" },
    };
    const outcome = expectExit(await s.run(["--timeout", "2"], { refuse }), 1);
    expect(findingsOf(outcome).map((text) => text.slice(0, 3))).to.deep.equal(["P08"]);
  },
  "§4 429 of the token endpoint passes": async (s) => {
    await s.write(CATALOG());
    const refuse = {
      status: 429,
      error: "temporarily_unavailable",
      code: 90055,
      headers: { "Retry-After": "1" },
    };
    let judge = undefined as Awaited<ReturnType<Stage["judge"]>> | undefined;
    const open = s.judge.bind(s);
    s.judge = async (...given) => (judge = await open(...given));
    const ended = s.run([], { refuse });
    await new Promise((resolve) => setTimeout(resolve, 700));
    judge!.issuer.refuse = undefined;
    expectExit(await ended, 0);
  },
  "§2 no tenant": refusedBeforeAnyCall({ AZURE_TENANT_ID: undefined }),
  "§2 common": refusedBeforeAnyCall({ AZURE_TENANT_ID: "common" }),
  "§2 organizations": refusedBeforeAnyCall({}, "--tenant", "organizations"),
  "§2 consumers": refusedBeforeAnyCall({}, "--tenant", "consumers"),
  "§2 a tenant with a path": refusedBeforeAnyCall({ AZURE_TENANT_ID: "../x" }),
  "§2 no credential": refusedBeforeAnyCall(NONE),
  "§2 a secret without client": refusedBeforeAnyCall({ AZURE_CLIENT_ID: undefined }),
  "§2 http elsewhere: Graph": refusedBeforeAnyCall({ PRODUCT_AUTH_GRAPH_URL: "http://graph.example/v1.0" }),
  "§2 http elsewhere: authority": refusedBeforeAnyCall({ AZURE_AUTHORITY_HOST: "http://login.example" }),
  "§2 no address": refusedBeforeAnyCall({ PRODUCT_AUTH_GRAPH_URL: "graph" }),
  "§2 no certificate file": refusedBeforeAnyCall({
    AZURE_CLIENT_SECRET: undefined,
    AZURE_CLIENT_CERTIFICATE_PATH: "/nowhere/x.pem",
  }),
  "§2 no federated file": refusedBeforeAnyCall({
    AZURE_CLIENT_SECRET: undefined,
    AZURE_FEDERATED_TOKEN_FILE: "/nowhere/x",
  }),
  "§2 --days 0": refusedBeforeAnyCall({}, "--days", "0"),
  "§2 --tenant takes the place of AZURE_TENANT_ID": async (s) => {
    await s.write(CATALOG());
    expectExit(await s.run(["--tenant", s.tenant.tenantId], { env: { AZURE_TENANT_ID: undefined } }), 0);
  },
});

function shareTokens(
  from: Awaited<ReturnType<Stage["judge"]>>,
  to: Awaited<ReturnType<Stage["judge"]>>,
): void {
  for (const [token, end] of from.issuer.tokens) to.issuer.tokens.set(token, end);
}

function newCertificate(s: Stage): { pem: string; certificate: X509Certificate } {
  const pem = s.path(`caller-${crypto.randomUUID()}.pem`);
  const args = [
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-keyout",
    `${pem}.key`,
    "-out",
    `${pem}.crt`,
    "-days",
    "2",
    "-subj",
    "/CN=caller",
  ];
  execFileSync("openssl", args, { stdio: "ignore" });
  writeFileSync(pem, readFileSync(`${pem}.key`, "utf8") + readFileSync(`${pem}.crt`, "utf8"));
  return { pem, certificate: new X509Certificate(readFileSync(`${pem}.crt`)) };
}
