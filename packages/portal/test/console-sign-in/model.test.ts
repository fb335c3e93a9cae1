import { MemoryRecordRepository } from "@product-auth/core/records";
import { expect } from "chai";
import fc from "fast-check";
import { digestOf, randomToken } from "#src/people/digest.js";
import { fakeIssuer } from "../support/fake-issuer.js";
import { startPath } from "../support/console-world.js";
import { createWorld } from "../support/world.js";

const MINUTE = 60_000;
const BROWSERS = [0, 1, 2] as const;
type Which = (typeof BROWSERS)[number];

interface BrowserOfModel {
  readonly userId: string;
  session: string;
  flowCookie: string;
  /** The sign-ins that the cookie holds, the newest first. */
  flows: number[];
}

interface FlowOfModel {
  readonly state: string;
  readonly session: string;
  readonly until: number;
  isOver: boolean;
}

const step = fc.oneof(
  fc.record({ what: fc.constant("start" as const), by: fc.constantFrom(...BROWSERS) }),
  fc.record({ what: fc.constant("callback" as const), by: fc.constantFrom(...BROWSERS), flow: fc.nat(6) }),
  fc.record({ what: fc.constant("take" as const), by: fc.constantFrom(...BROWSERS) }),
  fc.record({ what: fc.constant("new session" as const), by: fc.constantFrom(...BROWSERS) }),
  fc.record({
    what: fc.constant("steal the cookie of flows" as const),
    by: fc.constantFrom(...BROWSERS),
    from: fc.constantFrom(...BROWSERS),
  }),
  fc.record({ what: fc.constant("wait" as const), minutes: fc.constantFrom(1, 4, 6) }),
);

describe("tokens of the console, in any sequence of steps", () => {
  it("reach the session that began, once, and no other", async function () {
    this.timeout(60_000);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 24 }), async (steps) => {
        const model = await startModel();
        for (const each of steps)
          switch (each.what) {
            case "start":
              await model.start(each.by);
              break;
            case "callback":
              await model.callback(each.by, each.flow);
              break;
            case "take":
              await model.take(each.by);
              break;
            case "new session":
              await model.newSession(each.by);
              break;
            case "steal the cookie of flows":
              model.steal(each.by, each.from);
              break;
            case "wait":
              model.wait(each.minutes);
          }
        for (const browser of BROWSERS) await model.take(browser);
        await model.close();
      }),
      {
        numRuns: 40,
        examples: [
          [
            [
              { what: "start", by: 0 },
              { what: "callback", by: 0, flow: 0 },
              { what: "take", by: 1 },
              { what: "take", by: 0 },
            ],
          ],
          [
            [
              { what: "start", by: 0 },
              { what: "steal the cookie of flows", by: 2, from: 0 },
              { what: "callback", by: 2, flow: 0 },
              { what: "callback", by: 0, flow: 0 },
            ],
          ],
        ],
      },
    );
  });
});

async function startModel() {
  let now = Date.UTC(2026, 10, 30, 12);
  const clock = () => now;
  const records = new MemoryRecordRepository({ clock });
  const issuer = fakeIssuer();
  const world = createWorld({
    clock,
    records,
    portal: {
      session: { idle: 1440, absolute: 43_200 },
      console: { signIn: { issuer: issuer.url, clientId: "console" } },
      fetch: issuer.fetch,
    },
    auth: {
      issuers: [{ issuer: issuer.url, jwksUri: `${issuer.url}/keys` }],
      products: { pro: { displayName: "Pro", audience: "https://pro.example" } },
      apis: {
        orders: {
          path: "orders",
          products: ["pro"],
          operations: { "list-orders": { method: "GET", urlTemplate: "/" } },
        },
      },
    } as never,
  });
  async function sessionOf(owner: string): Promise<string> {
    const cookie = randomToken();
    const value = {
      provider: "test",
      authTime: now,
      lastSeen: now,
      isAdministrator: false,
      groups: [],
      agent: "",
    };
    await records.write([{ put: { kind: "session", id: digestOf(cookie), owner, version: 1, value } }]);
    return cookie;
  }
  const adele = (await world.user()).id;
  const alex = (await world.user({ name: "Alex" })).id;
  const browsers: BrowserOfModel[] = [];
  for (const userId of [adele, adele, alex])
    browsers.push({ userId, session: await sessionOf(userId), flowCookie: "", flows: [] });
  const flows: FlowOfModel[] = [];
  /** What waits for each session. */
  const waiting = new Map<string, { token: string; until: number }>();
  let codes = 0;

  async function ask(by: Which, path: string, body?: object): Promise<Response> {
    const { session, flowCookie } = browsers[by]!;
    const headers = {
      cookie: `product-auth-portal=${session}; product-auth-portal-flow=${flowCookie}`,
      ...(body && { "content-type": "application/json", "sec-fetch-site": "same-origin" }),
    };
    const response = await world.portal.handle(
      new Request(world.base + path, {
        headers,
        ...(body && { method: "POST", body: JSON.stringify(body) }),
      }),
      { address: "127.0.0.1" },
    );
    for (const set of response.headers.getSetCookie()) {
      const value = /^product-auth-portal-flow=([^;]*)/.exec(set)?.[1];
      if (value !== undefined) browsers[by]!.flowCookie = value;
    }
    return response;
  }

  return {
    wait: (minutes: number) => void (now += minutes * MINUTE),
    steal(by: Which, from: Which) {
      browsers[by]!.flowCookie = browsers[from]!.flowCookie;
      browsers[by]!.flows = [...browsers[from]!.flows];
    },
    async newSession(by: Which) {
      browsers[by]!.session = await sessionOf(browsers[by]!.userId);
    },
    async start(by: Which) {
      const response = await ask(by, startPath());
      expect(response.status).to.equal(302);
      const state = new URL(response.headers.get("location")!).searchParams.get("state")!;
      const browser = browsers[by]!;
      flows.push({ state, session: browser.session, until: now + 10 * MINUTE, isOver: false });
      browser.flows = [flows.length - 1, ...browser.flows].slice(0, 5);
    },
    async callback(by: Which, wanted: number) {
      if (flows.length === 0) return;
      const index = wanted % flows.length;
      const flow = flows[index]!;
      const browser = browsers[by]!;
      const code = `code-${codes++}`;
      const isFound = browser.flows.includes(index) && !flow.isOver && now < flow.until;
      const response = await ask(
        by,
        `/console/callback?${new URLSearchParams({ code, state: flow.state }).toString()}`,
      );
      const isOwn = isFound && flow.session === browser.session;
      expect(response.status).to.equal(isOwn ? 302 : 400);
      expect(issuer.redeemed.has(code)).to.equal(isOwn);
      if (isFound) {
        flow.isOver = true;
        browser.flows = browser.flows.filter((other) => other !== index);
      }
      if (isOwn) waiting.set(browser.session, { token: issuer.tokenOf(code), until: now + 5 * MINUTE });
    },
    async take(by: Which) {
      const { session } = browsers[by]!;
      const response = await ask(by, "/console/signin", { api: "orders", product: "pro" });
      const expected = waiting.get(session);
      waiting.delete(session);
      if (expected === undefined || now >= expected.until) return expect(response.status).to.equal(404);
      const { accessToken } = (await response.json()) as { accessToken: string };
      return expect([response.status, accessToken]).to.deep.equal([200, expected.token]);
    },
    close: () => world.portal.close(),
  };
}
