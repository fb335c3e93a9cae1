import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfigurationError } from "@product-auth/core";
import { MemoryRecordRepository } from "@product-auth/core/records";
import { MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { startEntra, type Entra } from "@product-auth/emulator";
import { createPortal, outboxMail, entraId } from "@product-auth/portal";
import { expect } from "chai";
import {
  captchaOfService,
  catalog,
  createApp,
  logTo,
  rights,
  signInWith,
  signInWithPasswordToo,
} from "./portal.js";

const page = readFileSync(new URL("../portal-options.md", import.meta.url), "utf8");

describe("the pages of the portal", () => {
  let entra: Entra;
  let server: Server;
  let url: string;
  before(async () => {
    server = createServer((req, res) => void handle(req, res)).listen(0, "127.0.0.1");
    await new Promise((listening) => server.once("listening", listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/developer`;
    entra = await startEntra({
      clients: { portal: { redirectUris: { web: [`${url}/signin/entra/callback`] } } },
    });
    const { appId, secret } = entra.clients["portal"]!;
    const { app } = createApp({
      catalog,
      repository: new MemorySubscriptionRepository(),
      records: new MemoryRecordRepository(),
      signIn: signInWith(entra.tenantId, appId, secret, entra.origin),
      publicUrl: url,
    });
    handle = app;
  });
  let handle: ReturnType<typeof createApp>["app"];
  after(async () => {
    server.close();
    await entra.close();
  });

  it("the portal is mounted, and the API behind it is guarded", async () => {
    const home = await fetch(url);
    expect(home.status).to.equal(200);
    expect(await home.text())
      .to.include("Starter")
      .and.not.to.include("Partners");
    expect((await fetch(new URL("/orders", url))).status).to.equal(401);
  });

  it("a sign-in starts at the issuer", async () => {
    const response = await fetch(`${url}/signin/entra`, { redirect: "manual" });
    expect(response.status).to.equal(302);
    expect(response.headers.get("location")).to.include(
      `${entra.origin}/${entra.tenantId}/oauth2/v2.0/authorize`,
    );
  });

  it("events are logged", async () => {
    const lines: string[] = [];
    logTo((line) => lines.push(line));
    await fetch(`${url}/signin/entra/callback?code=a&state=b`);
    const start = await fetch(`${url}/signin/entra`, { redirect: "manual" });
    const cookie = start.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const state = new URL(start.headers.get("location")!).searchParams.get("state") ?? "";
    await fetch(`${url}/signin/entra/callback?error=access_denied&state=${state}`, { headers: { cookie } });
    expect(lines).to.deep.equal(["sign-in-failed entra"]);
  });

  it("the sign-in with e-mail and password is accepted beside a provider", () => {
    const [provider] = signInWith(entra.tenantId, entra.tenantId, "secret", entra.origin);
    expect(problemsOf(signInWithPasswordToo(provider!, outboxMail()))).not.to.include.members([
      "signIn",
      "mail",
    ]);
  });

  it("a service makes and checks the challenges of the CAPTCHA", async () => {
    const asked: unknown[] = [];
    const answers = [{ question: "?", token: "t" }, { isSolved: true }].map((body) => Response.json(body));
    const { captcha } = captchaOfService("https://captcha.example", (url, init) => {
      asked.push([url, init?.body]);
      return Promise.resolve(answers.shift() ?? new Response("", { status: 503 }));
    });
    expect(await captcha?.challenge()).to.deep.equal({ question: "?", token: "t" });
    const fields = { captcha: "t", "captcha-answer": "a" };
    expect(await captcha?.verify(fields, "192.0.2.1")).to.equal(true);
    expect(asked[1]).to.deep.equal([
      "https://captcha.example/verify",
      JSON.stringify({ token: "t", answer: "a", address: "192.0.2.1" }),
    ]);
    expect(await captcha?.verify(fields, undefined).catch(() => "refused")).to.equal("refused");
    expect(problemsOf({ captcha })).not.to.include("captcha");
  });

  it("groups and administrators are accepted as written", () => {
    expect(problemsOf(rights)).not.to.include.members(["groups", "administrators"]);
  });

  it("the page of options has a row for each option, and no other", () => {
    const known = fixOf({ zzzzzzzzzzzz: 1 })
      .replace(/^.*(?:known names are|write one of) /, "")
      .split(", ");
    const rows = [...(page.split("\n## ")[1] ?? "").matchAll(/^\| `([A-Za-z]+)`/gm)].map(([, name]) => name);
    expect(rows).to.have.members(known);
  });

  it("the page of options has a row for each option of entraId, and no other", () => {
    let fix = "";
    try {
      entraId({ zzzzzzzzzzzz: 1 } as never);
    } catch (error) {
      fix = (error as ConfigurationError).problems.find(({ path }) => path.includes("zzz"))?.fix ?? "";
    }
    const known = fix.replace(/^.*(?:known names are|write one of) /, "").split(", ");
    const rows = [...(page.split("\n## ")[2] ?? "").matchAll(/^\| `([A-Za-z]+)`/gm)].map(([, name]) => name);
    expect(rows).to.have.members(known);
  });
});

function problemsFor(options: object): ConfigurationError["problems"] {
  try {
    createPortal(options as never);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
  }
  throw new Error("these options should not start");
}

const problemsOf = (options: object) => problemsFor(options).map(({ path }) => path);
const fixOf = (options: object) => problemsFor(options).find(({ path }) => path.includes("zzz"))?.fix ?? "";
