import { channel } from "node:diagnostics_channel";
import type { Entra } from "@product-auth/emulator";
import { DECISION_CHANNEL, type DecisionEvent, type SubscriptionStore } from "#src/index.js";
import { expect } from "chai";
import { inWords } from "../evidence/evidence-of.js";
import { KEYS, authFor, presenting, startIssuer } from "../evidence/tokens/issued.js";
import { viewOf } from "../request/view-of.js";

const refused = Object.assign(new Error("connect postgres://u:s3cret@db"), { code: "ECONNREFUSED" });
const down: SubscriptionStore = { findByKeyDigest: () => Promise.reject(refused) };

describe("events", () => {
  let entra: Entra;
  let token: string;
  let now: number;
  before(async () => {
    now = Date.now(); // not when the file is loaded: other tests may take minutes in between
    about.at = now;
    entra = await startIssuer();
    token = await entra.tokenFor({ client: "contoso", product: "pro", claims: { uti: "uti-1" } });
  });
  after(() => entra.close());

  // One request to GET /orders of a route for pro; what onDecision was told of it.
  async function told(
    headers: Record<string, string>,
    subscriptions?: SubscriptionStore,
  ): Promise<DecisionEvent[]> {
    const events: DecisionEvent[] = [];
    const auth = authFor(entra, {
      clock: () => now,
      onDecision: (event) => void events.push(event),
      ...(subscriptions !== undefined && { subscriptions }),
    });
    const view = viewOf(headers, { method: "POST", query: { "subscription-key": "s3cret-in-query" } });
    await auth.authorize(view, auth.requirement({ product: "pro" }));
    about.catalogVersion = auth.catalogVersion;
    return events;
  }
  const about = {
    rule: { product: "pro" },
    requires: "product pro",
    catalogVersion: "",
    method: "POST",
    path: "/orders",
    at: 0,
  };

  it("an admission by token names client and token id", async () => {
    const headers = { ...presenting(token), "ocp-apim-subscription-key": KEYS.contoso };
    expect(await told(headers)).to.deep.equal([
      {
        outcome: "admit",
        status: 200,
        ...about,
        credential: "both",
        product: "pro",
        clientId: entra.clients["contoso"]?.appId,
        subscriptionId: "contoso-pro",
        tokenId: "uti-1",
      },
    ]);
  });
  it("an admission by key names the subscription", async () => {
    expect(await told(presenting(undefined, KEYS.contoso))).to.deep.equal([
      {
        outcome: "admit",
        status: 200,
        ...about,
        credential: "key",
        product: "pro",
        subscriptionId: "contoso-pro",
      },
    ]);
  });
  it("a refusal says why", async () => {
    const expected = new Date(now).toISOString();
    expect(await told(presenting(undefined, KEYS.ended))).to.deep.equal([
      {
        outcome: "refuse",
        status: 401,
        code: "key_ended",
        ...about,
        credential: "key",
        expected: `an end after ${expected}`,
        actual: "2020-01-01T00:00:00.000Z",
      },
    ]);
  });
  it("a failing store says what went wrong", async () => {
    expect(await told(presenting(undefined, "key"), down)).to.deep.equal([
      {
        outcome: "unavailable",
        status: 503,
        code: "subscriptions_unavailable",
        ...about,
        credential: "key",
        actual: "ECONNREFUSED",
      },
    ]);
  });
  it("hold neither token nor key, whatever is presented", async () => {
    const requests = [
      presenting(token),
      presenting(token, KEYS.contoso),
      presenting(undefined, KEYS.ended),
      presenting(undefined, "s3cret-unknown"),
      presenting(undefined, "s3cret".repeat(100)),
      presenting(`${token.slice(0, -6)}AAAAAA`),
      presenting(`${token}s3cret`),
      presenting("s3cret"),
      { ...presenting(), authorization: "Basic s3cret" },
      {},
    ];
    for (const headers of requests) {
      const events = await told(headers);
      const [, payload = "", signature = ""] = token.split(".");
      expect(events).to.have.length(1);
      for (const secret of ["s3cret", payload, signature]) {
        expect(JSON.stringify(events)).to.not.include(secret);
      }
    }
  });
  describe("the path", () => {
    const pathTold = async (path: string) => {
      const events: DecisionEvent[] = [];
      const auth = authFor(entra, { onDecision: (event) => void events.push(event) });
      await auth.authorize(viewOf({}, { path }), auth.anyProduct);
      return events[0]?.path;
    };
    const cases: readonly (readonly [path: string, told: string])[] = [
      ["/orders", "/orders"],
      ["/orders#subscription-key=s3cret", "/orders"],
      ["/orders#?subscription-key=s3cret", "/orders"],
      ["/orders?subscription-key=s3cret#", "/orders"], // a view of somebody's own
      ["http://user:s3cret@host/orders", "/orders"],
      ["HTTPS://s3cret@host:8443/orders#s3cret", "/orders"],
      ["http://user:s3cret@host", "/"],
      ["http://user:s3cret@host?s3cret", "/"],
      ["http://user:p#s3cret@host/", "/"],
      ["coap+tcp://user:s3cret@host/a//b", "/a//b"],
      ["//user:s3cret@host/orders", "//host/orders"],
      ["/orders/a@b", "/orders/a@b"],
      ["/orders//a@b", "/orders//a@b"],
      ["/to/http://host/a", "/to/http://host/a"],
      ["*", "*"],
      ["", "/"],
      ["/a\nb\u0000\u009b", "/a?b??"],
      [`/${"a".repeat(5000)}`, `/${"a".repeat(1023)}…`],
    ];
    for (const [path, expected] of cases)
      it(JSON.stringify(path.slice(0, 60)), async () => expect(await pathTold(path)).to.equal(expected));
  });
  it("the method is bounded as well", async () => {
    const events: DecisionEvent[] = [];
    const auth = authFor(entra, { onDecision: (event) => void events.push(event) });
    await auth.authorize(viewOf({}, { method: `A\n${"B".repeat(100)}` }), auth.anyProduct);
    expect(events[0]?.method).to.equal(`A?${"B".repeat(30)}…`);
  });
  it("are frozen", async () => {
    const [event] = await told(presenting(token));
    expect(event).to.be.frozen;
  });
  it("go to the diagnostics channel as well, from every instance", async () => {
    const published: unknown[] = [];
    const listen = (event: unknown) => void published.push(event);
    channel(DECISION_CHANNEL).subscribe(listen);
    try {
      const [observed] = await told(presenting(token));
      expect(published[0]).to.equal(observed);
      const silent = authFor(entra);
      await silent.authorize(viewOf(presenting()), silent.anyProduct);
      expect(published[1]).to.include({ code: "credentials_missing", path: "/orders" });
      expect(published).to.have.length(2);
    } finally {
      channel(DECISION_CHANNEL).unsubscribe(listen);
    }
  });
  it("the channel's name is part of the contract", () => {
    expect(DECISION_CHANNEL).to.equal("product-auth:decision");
  });

  describe("an observer that fails is warned about and breaks no request", () => {
    const nextWarning = () => new Promise<Error>((seen) => process.once("warning", seen));
    const observers = [
      [
        "throws an Error",
        () => {
          throw new Error("disk full");
        },
        "disk full",
      ],
      [
        "throws a text",
        () => {
          // oxlint-disable-next-line typescript/only-throw-error -- the accident itself
          throw "disk full";
        },
        "disk full",
      ],
      [
        "rejects",
        async () => {
          throw new Error("disk full");
        },
        "disk full",
      ],
    ] as const;
    for (const [name, onDecision, message] of observers) {
      it(name, async () => {
        const warning = nextWarning();
        // oxlint-disable-next-line typescript/no-misused-promises -- an accident as well
        const auth = authFor(entra, { onDecision });
        const decision = auth.authorize(viewOf(presenting(undefined, KEYS.contoso)), auth.anyProduct);
        expect(inWords(await decision)).to.equal("admit pro key");
        expect((await warning).message).to.equal(message);
      });
    }
  });
});
