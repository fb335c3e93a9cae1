import { deepEqual, equal, match, ok } from "node:assert/strict";
import { Agent, request, type IncomingMessage } from "node:http";
import {
  createProductAuth,
  type CountersEvent,
  type DecisionEvent,
  type ProductAuth,
} from "@product-auth/core";
import type { CounterStore } from "@product-auth/core/counters";
import type { AnyOptions, Exchange, Reply } from "../adapter-harness.js";
import { serve, type Served } from "../served.js";
import type { Suite } from "../suite.js";
import { written, type WrittenAuth } from "../written-auth.js";
import { step, type WrittenRoutes } from "../written-routes.js";

const START = Date.UTC(2026, 0, 1);
const FIELDS = { remainingCallsHeaderName: "X-Left", totalCallsHeaderName: "X-All" };
const SUBSCRIPTIONS = ["starter", "pro"].map((product) => ({
  ...{ id: `of-${product}`, scope: `/products/${product}` },
  ...{ primaryKey: `${product}-key`, secondaryKey: `${product}-key-2` },
}));

interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

/** An API whose clock stands still until it is moved. */
interface LimitedApi {
  readonly auth: WrittenAuth;
  readonly instance: ProductAuth<string, string>;
  readonly events: DecisionEvent[];
  readonly handled: string[];
  pass(seconds: number): void;
  ask(target: string, more?: Asked): Promise<Answered>;
}

interface Asked {
  readonly method?: string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly agent?: Agent;
}

type Start = (
  options: object,
  write?: (app: WrittenRoutes, auth: WrittenAuth) => void,
) => Promise<LimitedApi>;

const tell = ({ access }: Exchange): Reply => ({ body: { for: access?.subscription?.id } });

function limitedApis({ after, harness }: Suite): Start {
  const open: (() => Promise<void>)[] = [];
  after(async () => {
    for (const close of open) await close();
  });
  return async (options, write = (app, auth) => app.use(auth).get("/orders", tell)) => {
    const events: DecisionEvent[] = [];
    const handled: string[] = [];
    let now = START;
    const instance = createProductAuth<string, string>({
      products: { starter: { accepts: ["key"] }, pro: { accepts: ["key"] } },
      subscriptions: SUBSCRIPTIONS,
      clock: () => now,
      onDecision: (event: DecisionEvent) => events.push(event),
      ...options,
    } as unknown as AnyOptions);
    const auth = written(harness.adapt(instance));
    const served: Served = await serve(harness, auth, (app) => write(app, auth));
    open.push(async () => {
      await served.close();
      await auth.close();
    });
    return {
      ...{ auth, instance, events, handled },
      pass: (seconds) => void (now += seconds * 1000),
      ask: (target, more) => ask(served.port, target, more),
    };
  };
}

function ask(
  port: number,
  path: string,
  { method = "GET", key = "starter-key", headers = {}, agent }: Asked = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const credential = key === "" ? {} : { "ocp-apim-subscription-key": key };
    request(
      {
        port,
        host: "127.0.0.1",
        path,
        method,
        headers: { ...credential, ...headers },
        agent: agent ?? false,
      },
      (res) => {
        let text = "";
        res.setEncoding("utf8").on("data", (part: string) => (text += part));
        res.on("end", () => resolve({ status: res.statusCode ?? 0, headers: res.headers, text }));
        res.on("error", reject);
      },
    )
      .on("error", reject)
      .end();
  });
}

const starter = (policies: object) => ({
  products: { starter: { accepts: ["key"], ...policies }, pro: { accepts: ["key"] } },
});
const rate = (more: object = {}) =>
  starter({ rateLimit: { calls: 3, renewalPeriod: 60, ...FIELDS, ...more } });
const left = ({ status, headers }: Answered) => [status, headers["x-left"], headers["x-all"]];

/** Rate limits and quotas, through the framework's own requests and responses. */
export function limits(suite: Suite): void {
  const { describe, it } = suite;

  describe("rate limits", () => {
    const start = limitedApis(suite);

    it("count down on admitted responses, refuse with 429 and the time to wait, and admit again", async () => {
      const api = await start(rate());
      for (const expected of ["2", "1", "0"]) deepEqual(left(await api.ask("/orders")), [200, expected, "3"]);
      api.pass(2.5);
      const refused = await api.ask("/orders");
      deepEqual(left(refused), [429, undefined, "3"]);
      equal(
        refused.text,
        '{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 58 seconds." }',
      );
      equal(refused.headers["retry-after"], "58");
      equal(refused.headers["content-type"], "application/json");
      equal(refused.headers["content-length"], String(refused.text.length));
      equal(refused.headers["cache-control"], "no-store");
      equal(refused.headers["www-authenticate"], undefined);
      api.pass(57.5);
      deepEqual(left(await api.ask("/orders")), [200, "2", "3"]);
    });
    it("say in events which limit, and never whose key", async () => {
      const secret = "tenant-7f3a";
      const api = await start({
        policies: {
          rateLimitByKey: [
            { calls: 1, renewalPeriod: 60, counterKey: [{ header: "X-Tenant" }], counterName: "tenants" },
          ],
        },
      });
      const headers = { "x-tenant": secret };
      equal((await api.ask("/orders", { headers })).status, 200);
      equal((await api.ask("/orders", { headers })).status, 429);
      const event = api.events.at(-1)!;
      deepEqual([event.outcome, event.code], ["refuse", "rate_exceeded"]);
      deepEqual(event.limit, {
        ...{ kind: "rate", place: "global", name: "tenants", calls: 1, renewalPeriod: 60, retryAfter: 60 },
      });
      ok(!JSON.stringify(api.events).includes(secret));
    });
    it("send Retry-After under another name, and totals also when they alone are named", async () => {
      const api = await start(
        rate({ calls: 1, remainingCallsHeaderName: "X-L", retryAfterHeaderName: "X-Wait" }),
      );
      equal((await api.ask("/orders")).headers["x-all"], "1");
      const { headers } = await api.ask("/orders");
      deepEqual([headers["x-wait"], headers["retry-after"], headers["x-all"]], ["60", undefined, "1"]);
    });
    it("a field that the handler sets is the handler's", async () => {
      const api = await start(rate(), (app, auth) =>
        app.use(auth).get("/orders", () => ({ headers: { "x-left": "mine" }, body: {} })),
      );
      deepEqual(left(await api.ask("/orders")), [200, "mine", "3"]);
    });
    it("HEAD takes a call like GET, and is refused without a body", async () => {
      const api = await start(rate({ calls: 1 }), (app, auth) =>
        app.use(auth).route(["GET", "HEAD"], "/orders", tell),
      );
      deepEqual(left(await api.ask("/orders", { method: "HEAD" })), [200, "0", "1"]);
      const refused = await api.ask("/orders", { method: "HEAD" });
      deepEqual([refused.status, refused.headers["retry-after"], refused.text], [429, "60", ""]);
    });
    it("every caller for itself, and no call that is refused for its credential", async () => {
      const policies = { rateLimitByKey: [{ calls: 1, renewalPeriod: 60, counterKey: ["caller"] }] };
      const api = await start({ policies });
      for (const key of ["", "wrong", "wrong"]) equal((await api.ask("/orders", { key })).status, 401);
      for (const key of ["starter-key", "pro-key"]) {
        equal((await api.ask("/orders", { key })).status, 200);
        equal((await api.ask("/orders", { key })).status, 429);
      }
      // Both keys of a subscription are one caller.
      equal((await api.ask("/orders", { key: "starter-key-2" })).status, 429);
    });
    it("several requests of one connection are counted each", async () => {
      const api = await start(rate());
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const statuses: number[] = [];
      for (let i = 0; i < 4; i++) statuses.push((await api.ask("/orders", { agent })).status);
      agent.destroy();
      deepEqual(statuses, [200, 200, 200, 429]);
    });
    it("at the same time: never one more", async () => {
      const api = await start(rate());
      const all = await Promise.all(Array.from({ length: 12 }, () => api.ask("/orders")));
      deepEqual(
        all.map(({ status }) => status).sort((one, other) => one - other),
        [...Array<number>(3).fill(200), ...Array<number>(9).fill(429)],
      );
    });
    it("an open route takes nothing and says nothing", async () => {
      const api = await start(rate({ calls: 1 }), (app, auth) =>
        app
          .get("/open", auth.open(), () => ({ body: {} }))
          .get("/orders", auth.requireProduct("starter"), tell),
      );
      deepEqual(left(await api.ask("/open")), [200, undefined, undefined]);
      deepEqual(left(await api.ask("/orders")), [200, "0", "1"]);
      deepEqual(left(await api.ask("/open")), [200, undefined, undefined]);
    });
    it("a key that cannot be computed is an error, never an admission", async () => {
      const counterKey = () => {
        throw new Error("of the application");
      };
      const api = await start(
        { policies: { rateLimitByKey: [{ calls: 1, renewalPeriod: 60, counterKey }] } },
        (app, auth) => {
          app.onError = () => ({ status: 500, body: "an error" });
          app.use(auth).get("/orders", tell);
        },
      );
      equal((await api.ask("/orders")).status, 500);
    });
    it("an update changes the number at once, and keeps what is counted", async () => {
      const api = await start(rate());
      await api.ask("/orders");
      api.auth.update(rate({ calls: 2 }) as never);
      deepEqual(left(await api.ask("/orders")), [200, "0", "2"]);
      equal((await api.ask("/orders")).status, 429);
      api.auth.update(rate({ calls: 5 }) as never);
      deepEqual(left(await api.ask("/orders")), [200, "2", "5"]);
    });
  });

  describe("limits and several guards of a request", () => {
    const start = limitedApis(suite);
    const rule = (calls: number, more: object = {}) => ({
      ...{ product: "starter" },
      rateLimitByKey: [{ calls, renewalPeriod: 60, counterKey: ["caller" as const], ...FIELDS, ...more }],
    });

    it("count once, and tell the least that is left", async () => {
      const api = await start(rate({ calls: 5 }), (app, auth) => {
        app.use(auth);
        app.mount("/in", auth.requireProduct("starter"), (inner) =>
          inner.get("/orders", auth.require(rule(2)), auth.requireProduct("starter"), tell),
        );
      });
      deepEqual(left(await api.ask("/in/orders")), [200, "1", "2"]);
      deepEqual(left(await api.ask("/in/orders")), [200, "0", "2"]);
      const refused = await api.ask("/in/orders");
      deepEqual([refused.status, refused.headers["retry-after"]], [429, "60"]);
    });
    it("the rule that was counted first still tells its number after a wider one", async () => {
      const api = await start({}, (app, auth) =>
        app.get("/orders", auth.require(rule(2)), auth.require(rule(9, { renewalPeriod: 30 })), tell),
      );
      deepEqual(left(await api.ask("/orders")), [200, "1", "2"]);
    });
    it("a guard that refuses later gives nothing back, and one that refuses first takes nothing", async () => {
      const api = await start(rate({ calls: 2 }), (app, auth) => {
        app.get("/later", auth.requireProduct("starter"), auth.requireProduct("pro"), tell);
        app.get("/first", auth.requireProduct("pro"), auth.requireProduct("starter"), tell);
        app.get("/orders", auth.requireProduct("starter"), tell);
      });
      equal((await api.ask("/first")).status, 401);
      equal((await api.ask("/later")).status, 401);
      deepEqual(left(await api.ask("/orders")), [200, "0", "2"]);
    });
  });

  describe("quotas", () => {
    const start = limitedApis(suite);

    it("of calls: 403 and the time, and nothing of it in WWW-Authenticate", async () => {
      const api = await start(starter({ quota: { calls: 1, renewalPeriod: 604_800 } }));
      equal((await api.ask("/orders")).status, 200);
      const { status, headers, text } = await api.ask("/orders");
      deepEqual([status, headers["www-authenticate"]], [403, undefined]);
      // 2026-01-01 is a Thursday; periods of a week begin on Mondays.
      equal(headers["retry-after"], String(4 * 86_400));
      equal(
        text,
        '{ "statusCode": 403, "message": "Out of call volume quota. Quota will be replenished in 4.00:00:00." }',
      );
      equal(api.events.at(-1)?.code, "quota_exceeded");
    });
    it("that is never renewed: no time to wait", async () => {
      const api = await start(starter({ quota: { calls: 1, renewalPeriod: 0 } }));
      await api.ask("/orders");
      api.pass(1e9);
      const { status, headers, text } = await api.ask("/orders");
      deepEqual([status, headers["retry-after"]], [403, undefined]);
      equal(text, '{ "statusCode": 403, "message": "Out of call volume quota." }');
    });
    it("of bytes: what was sent, exactly, and the call that passes the line is answered", async () => {
      const api = await start(starter({ quota: { bandwidth: 1, renewalPeriod: 604_800 } }), (app, auth) => {
        app.use(auth);
        app.route(["GET", "HEAD"], "/some/:bytes", ({ params }) => ({
          headers: { "content-type": "text/plain" },
          body: "é".repeat(Number(params["bytes"]) / 2),
        }));
        app.get("/empty", () => ({ status: 204, body: "" }));
      });
      const statusOf = async (target: string, method = "GET") => (await api.ask(target, { method })).status;
      const used = async () => {
        const [usage] = await api.instance.limits.of({ subscription: SUBSCRIPTIONS[0]! });
        return usage!.used! * 1024;
      };
      equal(await statusOf("/some/1000"), 200);
      equal(await used(), 1_000);
      equal(await statusOf("/some/1000", "HEAD"), 200);
      equal(await statusOf("/empty"), 204);
      equal(await used(), 1_000);
      equal(await statusOf("/some/22"), 200);
      equal(await statusOf("/some/2000"), 200, "two bytes are left");
      equal(await used(), 3_022);
      const refused = await api.ask("/some/2");
      equal(refused.status, 403);
      match(refused.text, /"Out of bandwidth quota. Quota will be replenished in 4.00:00:00."/);
      equal(api.events.at(-1)?.code, "bandwidth_exceeded");
    });
  });

  describe("limits that count by the response", () => {
    const start = limitedApis(suite);
    const byKey = (more: object) => ({
      policies: { rateLimitByKey: [{ calls: 2, renewalPeriod: 60, counterKey: ["caller"], ...more }] },
    });
    const write = (app: WrittenRoutes, auth: WrittenAuth) => {
      app.onError = () => ({ status: 500, body: "an error" });
      app.use(auth);
      app.get("/status/:code", ({ params }) => ({ status: Number(params["code"]), body: "" }));
      app.get("/cost/:cost", ({ params }) => ({ headers: { "x-cost": params["cost"]! }, body: "" }));
      app.get("/throws", () => {
        throw new Error("of the handler");
      });
    };
    const statuses = async (api: LimitedApi, ...targets: string[]) => {
      const found: number[] = [];
      for (const target of targets) found.push((await api.ask(target)).status);
      return found;
    };

    it("by status: only those, also when the handler throws", async () => {
      const api = await start(byKey({ incrementCondition: { status: ["2xx", 404] } }), write);
      deepEqual(
        await statuses(api, "/status/400", "/throws", "/throws", "/status/200", "/status/404", "/status/200"),
        [400, 500, 500, 200, 404, 429],
      );
    });
    it("all but some: an error of the handler is counted", async () => {
      const api = await start(byKey({ incrementCondition: { statusNot: [200] } }), write);
      deepEqual(await statuses(api, "/status/200", "/throws", "/status/200", "/throws", "/throws"), [
        ...[200, 500, 200, 500, 429],
      ]);
    });
    it("as many as a field of the response says", async () => {
      const api = await start(
        byKey({
          calls: 10,
          incrementCount: ({ header }: { header: (name: string) => string | undefined }) =>
            Number(header("X-Cost")),
        }),
        write,
      );
      deepEqual(
        await statuses(api, "/cost/0", "/cost/4", "/cost/4", "/cost/4", "/cost/0"),
        [200, 200, 200, 200, 429],
      );
    });
    it("while it is answered, a call is not counted yet", async () => {
      let release = () => {};
      const api = await start(byKey({ calls: 1, incrementCondition: { status: [200] } }), (app, auth) => {
        app.use(auth).get(
          "/slow",
          step(() => new Promise<void>((resolve) => (release = resolve))),
          () => ({ body: "" }),
        );
        app.get("/fast", () => ({ body: "" }));
      });
      const slow = api.ask("/slow");
      await new Promise((resolve) => setTimeout(resolve, 50));
      equal((await api.ask("/fast")).status, 200);
      release();
      equal((await slow).status, 200);
      equal((await api.ask("/fast")).status, 429);
    });
  });

  describe("refusals of limits in other formats", () => {
    const start = limitedApis(suite);

    it("problem details, and a function", async () => {
      const problem = await start({ ...rate({ calls: 1 }), errors: "problem" });
      await problem.ask("/orders");
      const { headers, text } = await problem.ask("/orders");
      match(String(headers["content-type"]), /^application\/problem\+json/);
      const { status, detail } = JSON.parse(text) as { status: number; detail: string };
      deepEqual([status, detail], [429, "Rate limit is exceeded. Try again in 60 seconds."]);
      const own = await start({
        ...rate({ calls: 1 }),
        errors: ({ status: code, message }: { status: number; message: string }) => ({
          contentType: "text/plain",
          body: `${code} ${message}`,
        }),
      });
      await own.ask("/orders");
      equal((await own.ask("/orders")).text, "429 Rate limit is exceeded. Try again in 60 seconds.");
    });
    it("failedValidation is about tokens", async () => {
      const api = await start({
        ...rate({ calls: 1 }),
        failedValidation: { status: 404, message: "Not here." },
      });
      await api.ask("/orders");
      const { status, text } = await api.ask("/orders");
      deepEqual([status, text.includes("Rate limit is exceeded")], [429, true]);
    });
  });

  describe("what callers have used", () => {
    const start = limitedApis(suite);

    it("is read and reset while requests come in", async () => {
      const api = await start(rate({ calls: 1 }));
      const { limits: used } = api.instance;
      const subscription = SUBSCRIPTIONS[0]!;
      await api.ask("/orders");
      equal((await api.ask("/orders")).status, 429);
      const [before] = await used.of({ subscription });
      deepEqual([before?.used, before?.limit, before?.place], [1, 1, "product:starter"]);
      await used.reset({ subscription });
      equal((await api.ask("/orders")).status, 200);
    });
  });

  describe("a store of counters that fails", () => {
    const start = limitedApis(suite);
    const failing = (): CounterStore => {
      const fail = () => Promise.reject(new Error("redis://user:secret@host is gone"));
      return { take: fail, add: fail, read: fail, reset: fail };
    };
    const failingApi = async (onStoreFailure?: string) => {
      const changes: CountersEvent[] = [];
      const counters = {
        ...{ store: failing(), onChange: (event: CountersEvent) => changes.push(event) },
        ...(onStoreFailure !== undefined && { onStoreFailure }),
      };
      return { changes, api: await start({ ...rate({ calls: 1 }), counters }) };
    };

    it("by default this process counts", async () => {
      const { api, changes } = await failingApi();
      deepEqual(left(await api.ask("/orders")), [200, "0", "1"]);
      equal((await api.ask("/orders")).status, 429);
      deepEqual(
        changes.map(({ state }) => state),
        ["degraded"],
      );
      const { counters } = api.auth.health();
      deepEqual([counters.state, counters.store], ["degraded", "shared"]);
      ok(!JSON.stringify([changes, counters]).includes("secret"));
    });
    it("refuse: 503, no limit and no challenge", async () => {
      const { api } = await failingApi("refuse");
      const { status, headers, text } = await api.ask("/orders");
      deepEqual([status, headers["retry-after"], headers["www-authenticate"]], [503, "5", undefined]);
      match(text, /"Access cannot be decided at the moment. Try again later."/);
      equal(api.events.at(-1)?.code, "limits_unavailable");
      equal((await api.ask("/orders", { key: "wrong" })).status, 401);
    });
    it("admit-uncounted: every call, without fields", async () => {
      const { api } = await failingApi("admit-uncounted");
      for (let i = 0; i < 3; i++) deepEqual(left(await api.ask("/orders")), [200, undefined, undefined]);
    });
  });
}
