import { expect } from "chai";
import type { SubscriptionStore } from "@product-auth/core";
import { KEY } from "@product-auth/testkit/adapter";
import { onBothVersions } from "./support/both-versions.js";
import { koaApis } from "./support/koa-api.js";

/** A store that answers when it is told to. */
function heldStore(): { readonly store: SubscriptionStore; readonly answer: () => void } {
  let answer: (nothing: undefined) => void = () => undefined;
  const findByKeyDigest = () => new Promise<undefined>((resolve) => (answer = resolve));
  return { store: { findByKeyDigest }, answer: () => answer(undefined) };
}

const aWhile = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

onBothVersions("an admission that needs no waiting", (Koa) => {
  const start = koaApis(Koa);

  it("hands on what next() gives, and has the handler run before the guard returns", async () => {
    const seen: unknown[] = [];
    const api = await start((app, auth) => {
      app.use((ctx) => {
        const below = Promise.resolve((ctx.body = "handled"));
        const given = auth(ctx, () => {
          seen.push("handler");
          return below;
        });
        seen.push("guard returned", given === below);
        return given as Promise<unknown>;
      });
    });
    await api.get("/").set(KEY, "pro-key").expect(200, "handled");
    expect(seen).to.deep.equal(["handler", "guard returned", true]);
  });
});

onBothVersions("somebody answers while the guard waits", (Koa) => {
  const start = koaApis(Koa);

  it("with ctx.respond = false: nothing is written, the handler is not reached, nothing is reported", async () => {
    const { store, answer } = heldStore();
    let handled = 0;
    const api = await start(
      (app, auth) => {
        app.use((ctx, next) => {
          setTimeout(() => {
            ctx.respond = false;
            ctx.res.writeHead(504, { "content-type": "text/plain" }).write("too ");
            answer();
            setTimeout(() => ctx.res.end("slow"), 20);
          }, 10);
          return next();
        });
        app.use(auth.requireProduct("batch")).use(() => void (handled += 1));
      },
      { subscriptions: store },
    );
    const late = await api.get("/").set(KEY, "wrong").expect(504, "too slow");
    expect(late.headers).not.to.have.property("www-authenticate");
    await aWhile(10);
    expect(api.events.map(({ code }) => code)).to.deep.equal(["key_unknown"]);
    expect([handled, api.errors]).to.deep.equal([0, []]);
  });

  it("by leaving Koa before the guard: status and fields are its own", async () => {
    const api = await start((app, auth) => {
      app.use(async (ctx, next) => {
        ctx.respond = false;
        await next();
        ctx.res.writeHead(ctx.state.productAuth === undefined ? 418 : 200).end("by itself");
      });
      app.use(auth.requireProduct("batch"));
    });
    const answer = await api.get("/").expect(418, "by itself");
    expect(answer.headers).not.to.have.property("www-authenticate");
    await api.get("/").set(KEY, "batch-key").expect(200, "by itself");
  });

  for (const [how, more] of [
    ["by ending the response", false],
    ["by beginning to write one", true],
  ] as const)
    it(`${how}: nothing of the refusal gets into it, nothing is reported`, async () => {
      const { store, answer } = heldStore();
      const api = await start(
        (app, auth) => {
          app.use((ctx, next) => {
            setTimeout(() => {
              ctx.res.writeHead(504).write("too slow");
              if (!more) ctx.res.end();
              answer();
            }, 10);
            return next();
          });
          app.use(auth.requireProduct("batch"));
        },
        { subscriptions: store },
      );
      const late = await api.get("/").set(KEY, "wrong").expect(504);
      expect(late.text).to.match(/^too slow(Gateway Timeout)?$/); // Koa ends what it finds unended with the status' phrase
      await aWhile(20);
      expect(api.errors).to.deep.equal([]);
    });
});
