import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import type { Report } from "#src/explain/explain-token.js";
import type { Ended } from "../run.js";
import { newFolder, optionsFor, run, startIssuer, writeConfig } from "./command.js";

describe("product-auth explain", () => {
  let entra: Entra;
  let folder: Awaited<ReturnType<typeof newFolder>>;
  before(async () => {
    entra = await startIssuer();
    folder = await newFolder();
    await writeConfig(folder.path, optionsFor(entra));
  });
  afterEach(() => entra.faults.clear());
  after(async () => {
    await folder.remove();
    await entra.close();
  });

  const explain = (token: string, ...more: string[]) => run(folder.path, ["explain", token, ...more]);
  const appToken = () => entra.tokenFor({ client: "contoso", product: "pro" });
  const userToken = () => entra.tokenFor({ client: "contoso", product: "pro", delegated: true });
  const results = ({ stdout }: Ended) =>
    [...stdout.matchAll(/^ {2}(passed|FAILED|not reached) +(.+)$/gm)].map(([, result, check]) => [
      result,
      check,
    ]);

  describe("0: admitted", () => {
    it("says so, with every check and what the token says", async () => {
      const ended = await explain(await appToken(), "--product", "pro");
      expect(ended).to.include({ code: 0, stderr: "" });
      expect(ended.stdout).to.match(
        /^Admitted: it opens the product pro\.\nThe route demands: product pro\.\n/,
      );
      expect(results(ended).length).to.be.above(15);
      expect(new Set(results(ended).map(([result]) => result))).to.deep.equal(new Set(["passed"]));
      expect(ended.stdout).to.match(/\nThe token says\n {2}header\n {4}typ {2}JWT\n {4}alg {2}RS256\n/);
      expect(ended.stdout).to.match(/ exp +\d+ {2}\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ, expires in \d+ minutes\n/);
      expect(ended.stdout).to.match(/ roles +\["Product\.Pro\.All"\]\n/);
      expect(ended.stdout).to.not.match(/The caller sees|Hint|Could not/);
    });
    it("without --product: any product will do", async () => {
      const ended = await explain(await appToken());
      expect(ended.stdout).to.include(
        "Admitted: it opens the product pro.\nThe route demands: product starter or pro.",
      );
      expect(ended.code).to.equal(0);
    });
    it("a user's token with the scope demanded", async () => {
      const ended = await explain(await userToken(), "--product", "pro", "--scope", "Orders.Read");
      expect(ended.code).to.equal(0);
      expect(ended.stdout).to.include("The route demands: product pro, scopes Orders.Read.");
    });
    it("several products, any of them", async () =>
      expect((await explain(await appToken(), "--product", "starter", "--product", "pro")).code).to.equal(0));
    it("a token that stands in another header or in the query", async () => {
      for (const tokenSource of [
        { header: "X-Token" },
        { query: "access_token" },
        { requireScheme: false },
        { header: "X-Token", scheme: "Bearer" },
        { scheme: "none" },
        { cookie: "token" },
      ]) {
        await writeConfig(folder.path, { ...optionsFor(entra), tokenSource }, "elsewhere.json");
        expect(await explain(await appToken(), "--config", "elsewhere.json")).to.include({
          code: 0,
          stderr: "",
        });
      }
    });
  });

  describe("1: refused", () => {
    it("says which check failed, what it wanted and found, what to do, and what the caller sees", async () => {
      const token = await entra.tokenFor({ client: "contoso", product: "pro", roles: ["Reader"] });
      const ended = await explain(token, "--product", "pro");
      expect(ended).to.include({ code: 1, stderr: "" });
      expect(ended.stdout).to.match(/^Refused with 403: role_missing\.\n/);
      expect(ended.stdout).to.include(
        "  FAILED       it carries the rights demanded\n" +
          "               expected  Product.Pro.All\n" +
          "               found     Reader\n" +
          "  not reached  its client application may use the product\n",
      );
      expect(ended.stdout).to.include("\nHint\n  The client application holds roles, but not this one.");
      expect(ended.stdout).to.include(
        "\nThe caller sees\n  403 Forbidden\n  content-type: application/json\n" +
          "  cache-control: no-store\n" +
          '  www-authenticate: Bearer error="insufficient_scope", scope="Product.Pro.All"\n' +
          '  { "statusCode": 403, "message": "Access denied due to insufficient permissions.',
      );
    });
    it("an expired token: how long ago", async () => {
      const { code, stdout } = await explain(await entra.flawed.expired());
      expect(code).to.equal(1);
      expect(stdout).to.match(/^Refused with 401: token_expired\./);
      expect(stdout).to.match(/ exp +\d+ {2}\S+Z, expired 60 minutes ago\n/);
    });
    it("another product's token", async () => {
      const { code, stdout } = await explain(await appToken(), "--product", "starter");
      expect(code).to.equal(1);
      expect(stdout).to.match(/^Refused with 401: token_other_product\./);
    });
    it("a token without a scope or a role demanded", async () => {
      const scope = await explain(await userToken(), "--scope", "Orders.Read", "--scope", "Orders.Write");
      expect(scope.stdout)
        .to.include("expected  Orders.Read and Orders.Write\n")
        .and.to.include("found     Orders.Read\n");
      const role = await explain(await appToken(), "--role", "Orders.Admin");
      expect(role.stdout).to.match(/^Refused with 403: role_missing\./);
    });
    it("a token whose signature does not hold is vouched for by nobody", async () => {
      const { stdout } = await explain(await entra.flawed.tamperedPayload());
      expect(stdout).to.include("\nThe token says, unverified\n");
    });
    it("a text that is no token", async () => {
      const { code, stdout } = await explain(await entra.flawed.garbage());
      expect(code).to.equal(1);
      expect(stdout).to.match(/^Refused with 401: token_malformed\./);
      expect(stdout).to.include("It has no readable header, so it is no JWT.");
    });
    it("an encrypted token", async () => {
      const header = Buffer.from('{"alg":"RSA-OAEP","enc":"A256GCM"}').toString("base64url");
      const { code, stdout } = await explain(`${header}.a2V5.aXY.dGV4dA.dGFn`);
      expect(code).to.equal(1);
      expect(stdout)
        .to.include("alg  RSA-OAEP\n")
        .and.to.include("It is encrypted, so its claims cannot be read here.");
    });
    it("a product that takes keys only", async () => {
      const options = { ...optionsFor(entra), products: { batch: { accepts: ["key"] } } };
      await writeConfig(folder.path, options, "keys.json");
      const { code, stdout } = await explain(await appToken(), "--config", "keys.json");
      expect(code).to.equal(1);
      expect(stdout).to.match(/^Refused with 401: key_missing\./);
    });
  });

  describe("2: could not tell", () => {
    it("the issuer answers 503: which address, and why", async () => {
      entra.faults.outage();
      const { code, stdout } = await explain(await appToken());
      expect(code).to.equal(2);
      expect(stdout).to.match(/^Could not tell: signing_keys_unavailable\. The caller would get 503\.\n/);
      expect(stdout).to.include(`\nCould not be fetched\n  ${entra.discoveryUrl}: status 503\n`);
      expect(stdout).to.include("  FAILED       the issuer's keys are available\n");
    });
    it("the issuer cannot be reached", async () => {
      await writeConfig(
        folder.path,
        { ...optionsFor(entra), authorityHost: "http://127.0.0.1:9" },
        "nowhere.json",
      );
      const { code, stdout } = await explain(await appToken(), "--config", "nowhere.json");
      expect(code).to.equal(2);
      expect(stdout).to.match(/\nCould not be fetched\n {2}http:\/\/127\.0\.0\.1:9\/\S+: \S/);
    });
    it("the issuer does not know the tenant", async () => {
      const tenantId = "99998888-7777-4666-8555-444433332222";
      await writeConfig(folder.path, { ...optionsFor(entra), tenantId }, "other.json");
      const token = await entra.tokenFor({ client: "contoso", product: "pro", claims: { tid: tenantId } });
      const { code, stdout } = await explain(token, "--config", "other.json");
      expect(code).to.equal(2);
      expect(stdout).to.match(
        /\nHint\n {2}tenantId: is unknown to http:\/\/127\.0\.0\.1:\d+; copy the directory/,
      );
    });
  });

  describe("the token", () => {
    it("comes from standard input with -, and the outcome is the same", async () => {
      const token = await appToken();
      for (const input of [
        token,
        `${token}\n`,
        `Bearer ${token}\r\n`,
        `Authorization: Bearer ${token}`,
        `"${token}"`,
      ]) {
        const ended = await run(folder.path, ["explain", "-"], input);
        expect(ended).to.include({ code: 0, stderr: "" });
      }
    });
    it("may be given with Bearer in front, quoted or not", async () => {
      const token = await appToken();
      expect((await explain(`Bearer ${token}`)).code).to.equal(0);
      expect((await explain("bearer", token)).code).to.equal(0);
    });
  });

  describe("--json", () => {
    it("prints the whole report, and ends with the same code", async () => {
      const ended = await explain(
        await entra.flawed.otherRole({ product: "pro" }),
        "--json",
        "--product",
        "pro",
      );
      expect(ended).to.include({ code: 1, stderr: "" });
      const report = JSON.parse(ended.stdout) as Report;
      expect(report).to.deep.include({
        outcome: "refuse",
        status: 403,
        code: "role_missing",
        rule: { product: ["pro"] },
      });
      expect(report.answer).to.include({ status: 403 });
      expect(report.token.claims).to.deep.include({ roles: ["Product.SomeOther.All"] });
      expect(report.token.times?.["exp"]).to.match(/, expires in \d+ minutes$/);
    });
    it("of an issuer that cannot be reached", async () => {
      entra.faults.outage();
      const ended = await explain(await appToken(), "--json");
      expect(ended.code).to.equal(2);
      expect(JSON.parse(ended.stdout)).to.deep.include({
        outcome: "unavailable",
        unreachable: [{ from: entra.discoveryUrl, failure: "status 503" }],
      });
    });
  });
});
