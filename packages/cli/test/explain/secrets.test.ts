import type { Entra, FlawedToken } from "@product-auth/emulator";
import { expect } from "chai";
import { explainToken } from "#src/explain/explain-token.js";
import { hiddenClaims } from "#src/explain/personal-claims.js";
import { written } from "#src/explain/write-report.js";
import { newFolder, optionsFor, run, startIssuer, writeConfig } from "./command.js";

const guid = "5d2ff6d1-2d0b-4f0e-9d3e-2f6d7c1b8a90";

describe("product-auth explain shows no secrets", () => {
  let entra: Entra;
  before(async () => void (entra = await startIssuer()));
  after(() => entra.close());

  const question = (showPersonal = false) => ({
    options: optionsFor(entra),
    config: "product-auth.json",
    rule: undefined,
    showPersonal,
    now: Date.now(),
  });
  const both = async (token: string, showPersonal = false) => {
    const report = await explainToken(token, question(showPersonal));
    return { report, text: `${written(report)}\n${JSON.stringify(report)}` };
  };

  it("of every flawed token: a code, one failed check, and neither signature nor token", async () => {
    for (const [flaw, make] of Object.entries<FlawedToken>({ ...entra.flawed })) {
      const token = await make();
      const { report, text } = await both(token);
      expect(report, flaw).to.include({ outcome: "refuse" }).and.to.have.property("code");
      expect(
        report.checks.filter(({ result }) => result === "failed"),
        flaw,
      ).to.have.length(1);
      expect(written(report), flaw).to.include(report.code).and.to.include("FAILED");
      const [header = "", payload = "", signature = ""] = token.split(".");
      for (const part of [header, payload, signature].filter(({ length }) => length > 0))
        expect(text.includes(part), `${flaw} shows a part of the token`).to.equal(false);
    }
  });
  it("of a good token either, in the output of the command itself", async () => {
    const folder = await newFolder();
    try {
      await writeConfig(folder.path, optionsFor(entra));
      const token = await entra.tokenFor({ client: "contoso", product: "starter" });
      for (const more of [[], ["--json"], ["--show-personal"]]) {
        const { code, stdout, stderr } = await run(folder.path, ["explain", token, ...more]);
        expect(code).to.equal(0);
        for (const part of token.split(".")) expect(stdout + stderr).to.not.include(part);
      }
    } finally {
      await folder.remove();
    }
  });
  it("who the user is, unless --show-personal asks for it", async () => {
    const claims = { email: "adele@contoso.example", ipaddr: "203.0.113.7", family_name: "Vance" };
    const token = await entra.tokenFor({ client: "contoso", product: "pro", delegated: true, claims });
    const hidden = await both(token);
    expect(hidden.text).to.not.match(/adele|contoso\.example|203\.0\.113|Vance/i);
    expect(hidden.report.token.claims?.["email"]).to.equal("(hidden; --show-personal shows it)");
    expect((await both(token, true)).text)
      .to.match(/adele@contoso\.example/)
      .and.to.match(/203\.0\.113\.7/);
  });
  it("nothing that would write to the terminal", async () => {
    const claims = {
      "evil\u001b]0;name": "\u001b[2J\u009b31m\u202egnp.exe\nFAILED",
      roles: ["\u001b[8mhidden"],
    };
    const token = await entra.tokenFor({ client: "contoso", product: "starter", claims });
    const { report } = await both(token);
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(written(report)).to.not.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(written(report)).to.include("?[2J?31m?gnp.exe?FAILED");
  });
  it("no more than a screen of a long claim, and it survives a deep one", async () => {
    const long = await both(
      await entra.tokenFor({ client: "contoso", product: "starter", claims: { groups: "x".repeat(5000) } }),
    );
    expect(written(long.report)).to.include("… (5000 characters)");
    const payload = Buffer.from(`{"deep":${"[".repeat(9000)}${"]".repeat(9000)}}`).toString("base64url");
    const deep = await both(`eyJhbGciOiJSUzI1NiJ9.${payload}.c2lnbmF0dXJl`);
    expect(deep.report.token.claims).to.have.property("deep");
  });
});

describe("claims that identify people", () => {
  const hidden = (claims: Record<string, unknown>) => hiddenClaims(claims);

  for (const name of [
    ...["name", "email", "upn", "preferred_username", "unique_name", "ipaddr", "given_name", "family_name"],
    ...["Email", "phone_number", "login_hint", "verified_primary_email", "puid", "onprem_sid"],
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "http://schemas.microsoft.com/identity/claims/displayname",
  ])
    it(`${name} is hidden`, () => expect(hidden({ [name]: "x" })).to.deep.equal([name]));
  for (const name of [
    "aud",
    "iss",
    "azp",
    "appid",
    "tid",
    "roles",
    "scp",
    "uti",
    "ver",
    "idtyp",
    "app_displayname",
  ])
    it(`${name} is shown`, () => expect(hidden({ [name]: "x" })).to.deep.equal([]));

  it("whatever looks like an e-mail address is hidden, however it is called", () => {
    expect(hidden({ contact: "adele@contoso.example" })).to.deep.equal(["contact"]);
    expect(hidden({ contacts: [{ to: ["adele@contoso.example"] }] })).to.deep.equal(["contacts"]);
    expect(hidden({ url: "https://contoso.example/@x", at: "a@b" })).to.deep.equal([]);
  });
  it("oid and sub of a user are hidden, those of an application shown", () => {
    expect(hidden({ oid: guid, sub: "pairwise", scp: "Orders.Read" })).to.deep.equal(["oid", "sub"]);
    expect(hidden({ oid: guid, sub: guid })).to.deep.equal([]);
    expect(hidden({ oid: guid, idtyp: "app" })).to.deep.equal([]);
    expect(hidden({ sub: "reports", client_id: "reports" })).to.deep.equal([]);
    expect(hidden({ sub: "someone", client_id: "reports" })).to.deep.equal(["sub"]);
  });
});
