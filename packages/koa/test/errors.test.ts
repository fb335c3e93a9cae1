import { expect } from "chai";
import { expectRefused, KEY, lacks, unavailable } from "@product-auth/testkit/adapter";
import type { Middleware, Next } from "koa";
import { onBothVersions } from "./support/both-versions.js";
import { bearer, koaApis, tell, type KoaApi, type StartKoaApi } from "./support/koa-api.js";

/** A middleware that notes what comes up from below, and hands it on. */
function witness(): { readonly seen: unknown[]; readonly middleware: Middleware } {
  const seen: unknown[] = [];
  const middleware = async (_ctx: unknown, next: Next) => {
    try {
      await next();
    } catch (error) {
      seen.push(error);
      throw error;
    }
  };
  return { seen, middleware };
}

/** Keys must be fetched for the first request of a cold instance; nothing must be waited for after `ready()`. */
const TEMPERATURES = ["cold", "warm"] as const;
const warmed = async (api: KoaApi, temperature: (typeof TEMPERATURES)[number]) => {
  if (temperature === "warm") await api.auth.ready();
  return api;
};

onBothVersions("what is thrown below the guard", (Koa) => {
  const start = koaApis(Koa);
  const bug = new Error("a bug in the handler");
  const below: readonly [how: string, handler: Middleware][] = [
    [
      "thrown",
      () => {
        throw bug;
      },
    ],
    ["rejected", () => Promise.reject(bug)],
  ];

  for (const temperature of TEMPERATURES)
    for (const [how, handler] of below)
      it(`${how}, ${temperature}: passes through untouched, once`, async () => {
        const { seen, middleware } = witness();
        const write: Parameters<StartKoaApi>[0] = (app, auth) =>
          app.use(middleware).use(auth).use(auth.requireProduct("starter")).use(handler);
        const api = await warmed(await start(write), temperature);
        await api
          .get("/")
          .set("authorization", await bearer("starter"))
          .expect(500, "Internal Server Error");
        expect(seen).to.deep.equal([bug]);
        expect(api.errors).to.deep.equal([bug]);
        expect(seen[0]).to.equal(bug);
        expect(api.events.map(({ outcome }) => outcome)).to.deep.equal(["admit", "admit"]);
      });

  it("ctx.throw keeps its status, text and header fields", async () => {
    const api = await start((app, auth) =>
      app.use(auth).use((ctx) => ctx.throw(409, "taken", { headers: { "x-why": "taken" } })),
    );
    await api.get("/").set(KEY, "pro-key").expect(409, "taken").expect("x-why", "taken");
  });
});

onBothVersions("a refusal", (Koa) => {
  const start = koaApis(Koa);

  it("is no error: nothing is thrown, nothing is reported", async () => {
    const { seen, middleware } = witness();
    const api = await start((app, auth) => app.use(middleware).use(auth.requireProduct("starter")).use(tell));
    await api.get("/").expect(401);
    const stranger = await bearer("starter", "stranger");
    for (let i = 0; i < 2; i++)
      expectRefused(await api.get("/").set("authorization", stranger), lacks("Product.Starter.All"));
    expect([seen, api.errors]).to.deep.equal([[], []]);
  });

  it("503 is no error either", async () => {
    const findByKeyDigest = () => Promise.reject(new Error("no database"));
    const api = await start((app, auth) => app.use(auth.requireProduct("batch")), {
      subscriptions: { findByKeyDigest },
    });
    const answer = await api.get("/").set(KEY, "batch-key");
    expectRefused(answer, unavailable);
    expect(answer.headers["retry-after"]).to.match(/^[1-9]\d*$/);
    expect(api.errors).to.deep.equal([]);
  });

  for (const temperature of TEMPERATURES)
    it(`whose own \`errors\` function throws reaches Koa's error handling, ${temperature}`, async () => {
      const bug = new Error("a bug in errors()");
      const errors = () => {
        throw bug;
      };
      const { seen, middleware } = witness();
      const write: Parameters<StartKoaApi>[0] = (app, auth) =>
        app.use(middleware).use(auth.requireProduct("starter")).use(tell);
      const api = await warmed(await start(write, { errors }), temperature);
      await api
        .get("/")
        .set("authorization", await bearer("starter", "stranger"))
        .expect(500, "Internal Server Error");
      expect([seen, api.errors]).to.deep.equal([[bug], [bug]]);
    });
});
