import { expect } from "chai";
import type { SubscriptionStore } from "@product-auth/core";
import { accessOf, UnguardedRouteError } from "@product-auth/fastify";
import {
  expectRefused,
  KEY,
  rawRequest,
  badKey,
  badTokenOrKey,
  noKey,
  noToken,
  noTokenOrKey,
} from "@product-auth/testkit/adapter";
import type { FastifyInstance } from "fastify";
import { fastifyApis, tell, type Auth } from "./support/fastify-api.js";

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A store that answers every look-up when the test says so. */
function waitingStore() {
  const answers: (() => void)[] = [];
  const subscriptions: SubscriptionStore = {
    findByKeyDigest: () => new Promise((resolve) => answers.push(() => resolve(undefined))),
  };
  return {
    subscriptions,
    answer: async () => {
      while (answers.length === 0) await pause(1);
      answers.pop()!();
      await pause(10);
    },
  };
}

describe("the guard among Fastify's hooks", () => {
  const apis = fastifyApis();
  const batch = { config: { productAuth: { product: "batch" } } } as const;
  const starter = { config: { productAuth: { product: "starter" } } } as const;
  const good = { [KEY]: "batch-key" };

  /** The same route behind the plugin and behind a hook of its own. */
  const guarded: Record<string, (app: FastifyInstance, auth: Auth) => Promise<object>> = {
    "the plugin": async (app, auth) => {
      await app.register(auth);
      return batch;
    },
    "a hook": async (_app, auth) => ({ onRequest: [auth.requireProduct("batch")] }),
  };

  for (const [kind, guard] of Object.entries(guarded))
    describe(`as ${kind}`, () => {
      it("a refusal stops the request, and every onSend and onResponse hook runs once", async () => {
        const ran: string[] = [];
        const api = await apis.start(async (app, auth) => {
          app.addHook("onRequest", async () => void ran.push("onRequest before"));
          const route = await guard(app, auth);
          app.addHook("onRequest", async () => void ran.push("onRequest after"));
          app.addHook("preParsing", async () => void ran.push("preParsing"));
          app.addHook("preValidation", async () => void ran.push("preValidation"));
          app.addHook("preHandler", async () => void ran.push("preHandler"));
          app.addHook("onError", async () => void ran.push("onError"));
          app.addHook("onSend", async (_request, reply, payload) => {
            await pause(5); // longer than a promise takes
            ran.push("onSend");
            reply.header("x-sent", "yes");
            return payload;
          });
          app.addHook("onResponse", async () => void ran.push("onResponse"));
          app.post("/orders", route, () => ran.push("handler"));
        });
        const answer = await api.send("post", "/orders").send({ item: "cups" });
        expectRefused(answer, kind === "a hook" ? noKey : noTokenOrKey);
        expect(answer.headers).to.include({ "x-sent": "yes" });
        const last = kind === "the plugin" ? [] : ["onRequest after"]; // hooks of routes come last
        expect(ran).to.deep.equal(["onRequest before", ...last, "onSend", "onResponse"]);
        ran.splice(0);
        await api.send("post", "/orders").set(good).send({ item: "cups" }).expect(200);
        expect(ran.filter((name) => name === "handler")).to.have.length(1);
        expect(ran).to.include.members(["preParsing", "preHandler", "onRequest after"]);
      });

      it("what a handler throws is the error handler's, once", async () => {
        const caught: unknown[] = [];
        const [bug, rejection] = [new Error("a bug"), new Error("rejected")];
        const api = await apis.start(async (app, auth) => {
          app.setErrorHandler((error, _request, reply) => {
            caught.push(error);
            return reply.code(500).send("caught");
          });
          const route = await guard(app, auth);
          app.get("/throws", route, () => {
            throw bug;
          });
          app.get("/rejects", route, () => Promise.reject(rejection));
        });
        await api.get("/throws").set(good).expect(500, "caught");
        await api.get("/rejects").set(good).expect(500, "caught");
        expect(caught).to.deep.equal([bug, rejection]);
      });

      it("after waiting, too: what comes later throws outside of the guard", async () => {
        const caught: unknown[] = [];
        const bug = new Error("a bug in a hook");
        const subscriptions: SubscriptionStore = {
          findByKeyDigest: () =>
            pause(2).then(() => ({ id: "one", scope: "/products/batch", state: "active" })),
        };
        const api = await apis.start(
          async (app, auth) => {
            app.setErrorHandler((error, _request, reply) => {
              caught.push(error);
              return reply.code(500).send("caught");
            });
            const route = await guard(app, auth);
            app.get("/orders", { ...route, preParsing: () => Promise.reject(bug) }, tell);
            app.get("/fine", route, tell);
          },
          { options: { subscriptions } },
        );
        await api.get("/fine").set(good).expect(200);
        await api.get("/orders").set(good).expect(500, "caught");
        expect(caught).to.deep.equal([bug]);
      });

      for (const answers of ["at once", "later"] as const)
        it(`what the application's own errors function throws is the error handler's, ${answers}`, async () => {
          const caught: unknown[] = [];
          const bug = new Error("a bug in errors()");
          const errors = () => {
            throw bug;
          };
          const subscriptions: SubscriptionStore = {
            findByKeyDigest: () => (answers === "later" ? pause(2).then(() => undefined) : undefined),
          };
          const api = await apis.start(
            async (app, auth) => {
              app.setErrorHandler((error, _request, reply) => {
                caught.push(error);
                return reply.code(500).send("caught");
              });
              app.get("/orders", await guard(app, auth), tell);
            },
            { options: { errors, subscriptions } },
          );
          await api.get("/orders").set(KEY, "wrong").expect(500, "caught");
          expect(caught).to.deep.equal([bug]);
        });

      it("says nothing where somebody has answered while it waited", async () => {
        const { subscriptions, answer } = waitingStore();
        const warned: unknown[] = [];
        const api = await apis.start(
          async (app, auth) => {
            app.addHook("onRequest", (_request, reply, done) => {
              setTimeout(() => void reply.code(504).send("too slow"), 5);
              done();
            });
            app.get("/orders", await guard(app, auth), tell);
          },
          {
            options: { subscriptions },
            server: { logger: { level: "warn", stream: { write: (line: string) => warned.push(line) } } },
          },
        );
        await api.get("/orders").set(KEY, "wrong").expect(504, "too slow");
        await answer();
        expect(api.events.map(({ code }) => code)).to.deep.equal(["key_unknown"]);
        expect(warned).to.deep.equal([]);
      });

      it("writes nothing once the application has hijacked the reply", async () => {
        const { subscriptions, answer } = waitingStore();
        let hijacked: (end: () => void) => void;
        const whenHijacked = new Promise<() => void>((resolve) => (hijacked = resolve));
        const api = await apis.start(
          async (app, auth) => {
            app.addHook("onRequest", (_request, reply, done) => {
              setTimeout(() => {
                void reply.hijack();
                hijacked(() => void reply.raw.end("taken over"));
              }, 1);
              done();
            });
            app.get("/orders", await guard(app, auth), tell);
          },
          { options: { subscriptions } },
        );
        const asked = api
          .get("/orders")
          .set(KEY, "wrong")
          .then(({ status, text }) => [status, text]);
        const end = await whenHijacked;
        await answer();
        end();
        expect(await asked).to.deep.equal([200, "taken over"]);
      });

      it("says nothing where an answer is under way", async () => {
        const { subscriptions, answer } = waitingStore();
        const api = await apis.start(
          async (app, auth) => {
            app.addHook("onRequest", (_request, reply, done) => {
              reply.raw.writeHead(200).write("begun ");
              setTimeout(() => reply.raw.end("and done"), 60);
              done();
            });
            app.get("/orders", await guard(app, auth), tell);
          },
          { options: { subscriptions } },
        );
        const asked = api
          .get("/orders")
          .set(KEY, "wrong")
          .then(({ text }) => text);
        await answer();
        expect(await asked).to.equal("begun and done");
      });
    });

  it("answers in the bytes that core wrote: no charset is added, whatever serializers say", async () => {
    const api = await apis.start(async (app, auth) => {
      await app.register(auth);
      app.setReplySerializer(() => "serialized");
      const response = { "4xx": { type: "object", properties: { other: { type: "string" } } } };
      app.get("/batch", { ...batch, schema: { response } }, tell);
    });
    const { fields, text } = await rawRequest(api.port, "/batch");
    expectRefused(await api.get("/batch"), noTokenOrKey);
    expect(fields.filter(([name]) => name === "content-type")).to.deep.equal([
      ["content-type", "application/json"],
    ]);
    expect(fields).to.deep.include(["content-length", String(Buffer.byteLength(text))]);
  });

  for (const [contentType, body] of [
    ["text/plain; charset=utf-8", "nö"],
    ["application/vnd.example+json", "{}"],
    ["text/html", ""],
  ] as const)
    it(`answers with the application's own type: ${contentType}`, async () => {
      const api = await apis.start(
        async (app, auth) => {
          await app.register(auth);
          app.get("/batch", batch, tell);
        },
        { options: { errors: () => ({ contentType, body }) } },
      );
      const answer = await api.get("/batch").expect(401);
      expect(answer.headers).to.include({
        "content-type": contentType,
        "content-length": String(Buffer.byteLength(body)),
      });
      expect(answer.text).to.equal(body);
    });

  it("in a scope, as a hook of it, without the plugin", async () => {
    const api = await apis.start(async (app, auth) => {
      await app.register(async (scope) => {
        scope.addHook("onRequest", auth.requireProduct("batch"));
        scope.get("/inside", tell);
      });
      app.get("/outside", tell);
    });
    await api.get("/outside").expect(200, {});
    expectRefused(await api.get("/inside"), noKey);
    expectRefused(await api.get("/inside").set(KEY, "wrong"), badKey);
    await api.get("/inside").set(good).expect(200);
  });

  it("as preHandler, for a rule that may wait for the body", async () => {
    const api = await apis.start((app, auth) => {
      app.post("/orders", { preHandler: auth.requireProduct("starter") }, tell);
    });
    expectRefused(await api.send("post", "/orders").send({}), noToken);
    await api
      .send("post", "/orders")
      .set(await apis.bearer("starter"))
      .send({})
      .expect(200);
  });

  it("decides in the same turn when nothing has to be waited for", async () => {
    const order: string[] = [];
    const api = await apis.start(async (app, auth) => {
      app.addHook("onRequest", (_request, _reply, done) => {
        queueMicrotask(() => order.push("microtask"));
        done();
      });
      await app.register(auth);
      app.get("/starter", starter, () => {
        order.push("handler");
        return "";
      });
    });
    const token = await apis.bearer("starter");
    await api.get("/starter").set(token).expect(200);
    order.splice(0);
    await api.get("/starter").set(token).expect(200);
    expect(order).to.deep.equal(["handler", "microtask"]);
  });

  it("accessOf throws where no guard ran, with the line that is missing; Fastify reports it", async () => {
    const caught: unknown[] = [];
    const api = await apis.start(async (app, auth) => {
      app.setErrorHandler((error, _request, reply) => {
        caught.push(error);
        return reply.code(500).send();
      });
      app.get("/unguarded", (request) => accessOf(request));
      await app.register(async (scope) => {
        await scope.register(auth);
        scope.get("/open", { config: { productAuth: "open" } }, (request) => accessOf(request));
        scope.get("/batch", batch, (request) => ({ same: accessOf(request) === request.productAuth }));
        scope.get("/some", (request) => accessOf(request).product);
      });
    });
    await api.get("/unguarded").expect(500);
    await api.get("/open").set(good).expect(500);
    expect(caught).to.have.length(2);
    for (const error of caught) {
      expect(error).to.be.instanceOf(UnguardedRouteError);
      const { message } = error as UnguardedRouteError;
      expect(message).to.contain("app.register(auth)").and.to.contain("auth.requireProduct(");
    }
    await api.get("/batch").set(good).expect(200, { same: true });
    await api.get("/some").set(good).expect(200, "batch");
  });

  it("carries nothing over from one request to the next", async () => {
    const api = await apis.start(async (app, auth) => {
      await app.register(auth);
      app.get("/open", { config: { productAuth: "open" } }, (request) => typeof request.productAuth);
      app.get("/batch", batch, tell);
    });
    await api.get("/batch").set(good).expect(200);
    await api.get("/open").set(good).expect(200, "undefined");
    // Its own rule does not look at the token; to the caller it is any path behind the plugin.
    expectRefused(await api.get("/batch").set("authorization", "Bearer rubbish"), badTokenOrKey);
    expect(api.events.at(-1)).to.include({ code: "key_missing" });
  });

  it("refuses a bad token at a route that takes them", async () => {
    const api = await apis.start(async (app, auth) => {
      await app.register(auth);
      app.get("/starter", starter, tell);
    });
    expectRefused(await api.get("/starter").set("authorization", "Bearer rubbish"), badTokenOrKey);
  });
});
