import { expect } from "chai";
import { MemoryRecordRepository } from "@product-auth/core/records";
import type { Browser } from "../support/browser.js";
import { OPERATION, startConsoleWorld, startPath } from "../support/console-world.js";
import { describeOnEach } from "../support/open-server.js";
import type { World } from "../support/start-portal.js";

const PURPOSE = { api: "orders", product: "pro" };

describeOnEach("a token of the issuer for the console", (framework) => {
  let world: World;
  let records: MemoryRecordRepository;
  let ahead = 0;
  const clock = () => Date.now() + ahead;
  before(async () => {
    records = new MemoryRecordRepository({ clock });
    world = await startConsoleWorld({ framework, records, clock });
  });
  after(() => world.close());
  beforeEach(() => {
    ahead = 0;
  });

  async function signedIn(user = "adele"): Promise<Browser> {
    const browser = world.browser();
    expect((await browser.signIn(user)).status).to.equal(302);
    return browser;
  }
  const take = (browser: Browser, purpose: object = PURPOSE) => browser.postJson("/console/signin", purpose);
  const dump = async () => {
    const kinds = ["session", "flow", "audit", "user", "identity", "form", "setting"];
    return JSON.stringify([
      await Promise.all(kinds.map((kind) => records.list(kind, { limit: 1000 }))),
      world.events,
    ]);
  };
  const sessionsWithToken = async () =>
    (await records.list("session", { limit: 1000 })).records.filter(({ value }) => "waitingToken" in value);
  /** What must come of a callback that is refused. */
  async function expectRefused(answer: Awaited<ReturnType<Browser["get"]>>): Promise<void> {
    expect([answer.status, answer.h1]).to.deep.equal([400, "Sign-in failed"]);
    expect(await sessionsWithToken()).to.deep.equal([]);
  }

  it("comes by code and PKCE, waits sealed, is taken once, and opens the API", async () => {
    const adele = await signedIn();
    const page = await adele.get(OPERATION);
    expect(page.text).to.include("Authorization code").and.include("Sign in to get a token");
    const link = /id="token-sign-in" href="([^"]+)"/.exec(page.text)![1]!.replaceAll("&amp;", "&");
    expect(link).to.equal(`/developer${startPath()}`);

    const there = new URL((await adele.get(startPath())).location!);
    expect(there.origin).to.equal(world.entra.origin);
    expect(Object.fromEntries(there.searchParams)).to.include({
      client_id: world.entra.clients["console"]!.appId,
      response_type: "code",
      code_challenge_method: "S256",
      redirect_uri: `${world.url}/console/callback`,
      scope: `${world.entra.products["pro"]!.audience}/.default`,
    });
    const callback = await adele.pick("alex", startPath()); // another account than that of the portal
    const back = await adele.get(callback);
    expect([back.status, back.location]).to.deep.equal([302, `/developer${OPERATION}`]);
    const waiting = await adele.get(OPERATION);
    expect(waiting.text).to.include('data-waiting="pro"');
    expect((await adele.get("/apis/reports")).text).not.to.include("data-waiting");
    const sealed = await dump();

    const answer = await take(adele);
    expect([answer.status, answer.headers.get("cache-control")]).to.deep.equal([200, "no-store"]);
    const { accessToken, expiresIn } = JSON.parse(answer.text) as { accessToken: string; expiresIn: number };
    expect(expiresIn).to.be.within(3000, 5400);
    expect(JSON.parse(Buffer.from(accessToken.split(".")[1]!, "base64url").toString())).to.include({
      scp: "Orders.Write",
      azp: world.entra.clients["console"]!.appId,
    });
    const call = await fetch(new URL("/orders", world.url), {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(call.status).to.equal(200);

    expect((await take(adele)).status).to.equal(404);
    expect((await adele.get(OPERATION)).text).not.to.include("data-waiting");
    const everything = sealed + (await dump());
    const code = new URL(callback).searchParams.get("code")!;
    for (const secret of [
      accessToken,
      accessToken.split(".")[2]!,
      code,
      world.entra.clients["console"]!.secret,
    ])
      expect(everything.includes(secret)).to.equal(false);
    expect(adele.exchanges.filter((each) => each.answer.includes(accessToken))).to.have.length(1);
    expect(adele.exchanges.some((each) => each.sent.includes(accessToken))).to.equal(false);
    expect(world.events.filter(({ action }) => action === "console-sign-in")).to.have.length(1);
  });

  it("does not reach another session, another user or another page", async () => {
    const [adele, again, alex] = [await signedIn(), await signedIn(), await signedIn("alex")];
    await adele.get(await adele.pick("adele", startPath()));
    for (const other of [again, alex]) expect((await take(other)).status).to.equal(404);
    expect((await take(world.browser())).status).to.equal(401);
    for (const purpose of [
      { api: "reports", product: "reports" },
      { api: "orders", product: "reports" },
      { api: "orders", product: "starter" },
      { api: "reports", product: "pro" },
      {},
    ])
      expect((await take(adele, purpose)).status).to.equal(404);
    expect((await take(adele, { api: ["orders"], product: "pro" })).status).to.equal(400);
    const headers = { "sec-fetch-site": "cross-site", "content-type": "application/json" };
    expect((await adele.send("/console/signin", "POST", headers)).status).to.equal(403);
    const answers = await Promise.all([1, 2, 3, 4].map(() => take(adele)));
    expect(answers.map(({ status }) => status)).to.have.members([200, 404, 404, 404]);
  });

  it("ends after 5 minutes, with the session, and with the right to see the product", async () => {
    const adele = await signedIn();
    await adele.get(await adele.pick("adele", startPath()));
    ahead = 301_000;
    expect((await adele.get(OPERATION)).text).not.to.include("data-waiting");
    expect(await sessionsWithToken()).to.deep.equal([]); // the note of the visit dropped it
    expect((await take(adele)).status).to.equal(404);
    await adele.get(await adele.pick("adele", startPath()));
    const { cookies } = adele;
    const old = cookies.get("product-auth-portal")!;
    await adele.post("/signout");
    cookies.set("product-auth-portal", old);
    expect((await take(adele)).status).to.equal(401);
    expect(await sessionsWithToken()).to.deep.equal([]);
  });

  it("answers that belong to no sign-in of this session are refused, and nothing is kept", async () => {
    const adele = await signedIn();
    const callback = await adele.pick("adele", startPath());
    const path = callback.slice(world.url.length);
    // Other browsers, with and without a session; then one whose session has changed.
    await expectRefused(await world.browser().get(callback));
    await expectRefused(await (await signedIn("alex")).get(callback));
    await expectRefused(await adele.get(path.replace(/(?<=[?&])state=[^&]+/, "state=x")));
    await expectRefused(await adele.get(`${path}&state=x`));
    await expectRefused(await adele.get("/console/callback"));
    await expectRefused(await adele.get("/console/callback?code=x&state=y"));
    expect((await adele.get(path.replace("/console/", "/signin/entra/"))).h1).to.equal("Sign-in failed");
    expect((await adele.get(callback)).status).to.equal(302); // still under way
    expect((await take(adele)).status).to.equal(200);
    await expectRefused(await adele.get(callback)); // replayed

    const begun = await adele.pick("adele", startPath());
    const flow = adele.cookies.get("product-auth-portal-flow")!;
    await adele.post("/signout");
    adele.cookies.set("product-auth-portal-flow", flow);
    await expectRefused(await adele.get(begun)); // as a guest: not sent on with the code in an address
    await adele.signIn("adele");
    await expectRefused(await adele.get(begun));
    const signIn = await world.browser().pick("adele");
    await expectRefused(await adele.get(signIn.replace("/signin/entra/callback", "/console/callback")));
  });

  it("what the issuer refuses is said in the portal's words; the audit has the reason", async () => {
    const adele = await signedIn();
    const cancelled = await adele.get(await adele.pick("", startPath()));
    await expectRefused(cancelled);
    expect(cancelled.text)
      .to.include("cancelled")
      .and.include("Try again")
      .and.include(`/developer${OPERATION}`);
    const again = /href="(\/developer\/console\/signin[^"]+)"/
      .exec(cancelled.text)![1]!
      .replaceAll("&amp;", "&");
    expect(new URL(again, world.url).searchParams.get("account")).to.equal("choose");
    const there = new URL((await adele.get(startPath())).location!);
    const state = there.searchParams.get("state")!;
    const marked = await adele.get(
      `/console/callback?${new URLSearchParams({ state, error: "<b>", error_description: "<script>" }).toString()}`,
    );
    await expectRefused(marked);
    expect(marked.text).not.to.include("<b>").and.not.include("<script>");
    expect(world.events.filter(({ action }) => action === "console-sign-in-failed")).to.have.length(2);
  });

  it("starts for what the user may find only; guests are sent to sign in and back", async () => {
    const adele = await signedIn();
    const before = (await records.list("flow", { limit: 1000 })).records.length;
    for (const more of [
      { product: "hidden" },
      { product: "starter" },
      { product: "__proto__" },
      { api: "x" },
      { api: "reports" },
      { operation: "../x" },
    ] as Record<string, string>[])
      expect((await adele.get(startPath(more))).status).to.equal(404);
    const elsewhere = {
      scope: "api://x/y",
      redirect_uri: "https://x",
      returnTo: "//x",
      resource: "x",
      url: "x",
    };
    const there = new URL((await adele.get(startPath(elsewhere))).location!);
    expect(there.searchParams.get("scope")).to.equal(`${world.entra.products["pro"]!.audience}/.default`);
    expect(there.href).not.to.include("//x");
    expect((await adele.get(`${startPath()}&product=reports`)).status).to.equal(400);
    const guest = await world.browser().get(startPath());
    expect(guest.location).to.match(/^\/developer\/signin\?returnTo=/);
    expect((await world.browser().get(OPERATION)).text).to.include("Sign in to try it");
    expect((await records.list("flow", { limit: 1000 })).records.length).to.equal(before + 1);
  });

  it("is limited to 60 for each session and hour, and an issuer that is down is a 503", async () => {
    const adele = await signedIn("partner");
    for (let i = 0; i < 60; i++) expect((await adele.get(startPath())).status).to.equal(302);
    const answer = await adele.get(startPath());
    expect([answer.status, Number(answer.headers.get("retry-after")) > 0]).to.deep.equal([429, true]);
    const alex = await signedIn("alex");
    const callback = await alex.pick("alex", startPath());
    world.entra.faults.outage({ path: "token", status: 503 });
    try {
      const down = await alex.get(callback);
      expect([down.status, down.h1]).to.deep.equal([503, "Not available"]);
      expect(await sessionsWithToken()).to.deep.equal([]);
    } finally {
      world.entra.faults.clear();
    }
  });
});
