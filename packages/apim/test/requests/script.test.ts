import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { requestsOf } from "@product-auth/apim";
import { importedOf, type Configured } from "../writing/configured.js";

const TOKEN =
  '<validate-jwt header-name="Authorization" output-token-variable-name="jwt"><openid-config url="https://id.shop.example/.well-known/openid-configuration" /><audiences><audience>shop</audience></audiences></validate-jwt>';
const SHOP: Configured = {
  products: { gold: {}, "gold plus": {} },
  apis: {
    orders: { products: ["gold"], operations: { create: "POST /", list: "GET /", read: "GET /{id}" } },
  },
};
const scriptOf = (policies: Readonly<Record<string, string>>, more: Partial<Configured> = {}): string =>
  requestsOf(importedOf({ ...SHOP, policies: withBase(policies), ...more }));
const withBase = (policies: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(policies).map(([scope, inner]) => [scope, `<base />${inner}`]));
const linesOf = (script: string): readonly string[] =>
  script.split("\n").filter((line) => /^(admits|refuses|repeated|#   curl) /.test(line));

describe("the calls of an import", () => {
  it("are one that must pass and one that must be refused, of each rule", () =>
    expect(linesOf(scriptOf({ "api:orders": TOKEN }))).to.deep.equal([
      `admits '401' curl --request 'GET' --header 'authorization: Bearer '"\${TOKEN}" --header 'Ocp-Apim-Subscription-Key: '"\${KEY_GOLD}" "\${BASE_URL}"'/orders'`,
      `refuses '401' curl --request 'GET' --header 'Ocp-Apim-Subscription-Key: '"\${KEY_GOLD}" "\${BASE_URL}"'/orders'`,
    ]));

  it("satisfy the other rules of the chain", () => {
    const [admitted, refused] = linesOf(
      scriptOf({
        "operation:orders/read":
          '<check-header name="X-Plan" failed-check-httpcode="400" failed-check-error-message="Plan" ignore-case="true"><value>gold</value></check-header>',
        "product:gold": TOKEN,
      }),
    );
    expect(admitted).to.match(/^admits '400' .*'x-plan: gold'.*\/orders\/1'$/);
    expect(refused).to.match(/^refuses '400' (?!.*x-plan).*TOKEN.*KEY_GOLD.*\/orders\/1'$/);
  });

  it("name tokens by what they must be, and lack a claim where that is the rule", () => {
    const script = scriptOf({
      "api:orders": `${TOKEN}<choose><when condition="@(!((Jwt)context.Variables["jwt"]).Claims["roles"].Contains("writer"))"><return-response><set-status code="403" /></return-response></when></choose>`,
    });
    expect(script).to.include(
      "# TOKEN: a token of the issuer at https://id.shop.example/.well-known/openid-configuration, for shop, with roles writer\n",
    );
    expect(script).to.match(/# TOKEN_2: a token .*, for shop, but not with roles writer\n/);
    expect(linesOf(script).filter((line) => line.startsWith("refuses '403'"))[0]).to.include("TOKEN_2");
  });

  it("use a limit up last, or leave that to the reader, after the calls that it admits", () => {
    const lines = linesOf(
      scriptOf({
        "product:gold":
          '<rate-limit calls="3" renewal-period="60" /><quota calls="9" renewal-period="3600" />',
        "api:orders": TOKEN,
      }),
    );
    expect(lines.map((line) => line.replace(/ curl.*/, ""))).to.deep.equal([
      ...["admits '429'", "admits '403'", "admits '401'", "refuses '401'"],
      ...["repeated 3", "refuses '429'", "#  "],
    ]);
  });

  it("leave addresses to the reader, and present certificates", () => {
    const lines = linesOf(
      scriptOf({
        global: '<ip-filter action="allow"><address>203.0.113.9</address></ip-filter>',
        "api:orders": '<validate-client-certificate validate-revocation="false" />',
      }),
    );
    expect(lines.filter((line) => line.startsWith("#   curl"))).to.have.length(2);
    expect(lines.filter((line) => line.includes("--cert"))).to.have.length(3);
  });

  it("take another name where the input has a variable of that name", () => {
    const imported = importedOf({
      ...SHOP,
      policies: { "api:orders": TOKEN.replace(">shop<", ">{{token}}<") },
    });
    const script = requestsOf({ ...imported, report: { ...imported.report, environment: ["TOKEN"] } });
    expect(script).to.include('Bearer \'"${TOKEN_2}"');
  });

  it("say which rules no call reaches", () => {
    const imported = importedOf({ ...SHOP, policies: { "api:orders": TOKEN }, held: ["api:orders"] });
    expect(requestsOf(imported)).to.include("token\n# No call is written");
  });

  it("run as a script that compares the answers, and execute nothing of the input", async () => {
    const folder = await mkdtemp(join(tmpdir(), "requests-"));
    try {
      const bad = "'; touch made; '$(touch made)`touch made`";
      const script = requestsOf(
        importedOf({
          products: { gold: {} },
          apis: { orders: { products: ["gold"], displayName: bad, operations: { list: "GET /" } } },
          policies: {
            "api:orders": `<check-header name="x-plan" failed-check-httpcode="400" failed-check-error-message="${bad}" ignore-case="true"><value>${bad}</value></check-header>`,
          },
        }),
      );
      await writeFile(join(folder, "requests.sh"), script);
      // In place of curl: 400 without the header.
      await writeFile(
        join(folder, "curl"),
        '#!/bin/sh\ncase "$*" in *x-plan*) printf 200 ;; *) printf 400 ;; esac\n',
        { mode: 0o755 },
      );
      const ended = await new Promise<string>((resolve, reject) => {
        const env = { PATH: `${folder}:${process.env["PATH"] ?? ""}`, BASE_URL: "http://x", KEY_GOLD: "k" };
        execFile("sh", ["requests.sh"], { cwd: folder, env }, (error, stdout) =>
          error === null ? resolve(stdout) : reject(error),
        );
      });
      expect(ended).to.equal(
        "agrees   admits 400, answered 200\nagrees   refuses 400, answered 400\n0 differences\n",
      );
      expect(await readdir(folder)).to.have.members(["requests.sh", "curl"]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
