import { expect } from "chai";
import { productAuth } from "@product-auth/fastify";
import { report as routesOf, type RouteReport } from "@product-auth/routes/fastify";
import { fastify, type FastifyInstance, type FastifyServerOptions } from "fastify";
import { hearRoutes } from "#src/fastify/heard-routes.js";

const OPEN = "OPEN, WITHOUT SAYING SO";
const TOO_EARLY =
  "refuses every request: declared before Product Auth was registered, or its rule changed afterwards";
const UNSEEN = "a guard; the command tells which";
const answer = () => "ok";

const newAuth = () =>
  productAuth({
    tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    products: {
      starter: { audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999", accepts: ["token", "key"] },
      pro: { audience: "api://7b0c9e11-2222-4333-8444-955566667777", accepts: ["token", "key"] },
    },
    subscriptions: [],
    protectedResource: { resource: "https://api.example/" },
  });
type Auth = ReturnType<typeof newAuth>;
type Declare = (app: FastifyInstance, auth: Auth) => unknown;

const linesOf = ({ routes }: RouteReport) =>
  routes.map(({ method, path, demands }) => `${method} ${path}: ${demands}`);

/** What the application answers to requests without credentials is what the report foretells. */
async function isTrue(app: FastifyInstance, { routes }: RouteReport) {
  for (const { method, path, state } of routes) {
    const url = path.replace(/(\/:\w+)\?/, "$1").replace(/:\w+(?:\([^)]*\))?(?:\|:\w+)*/g, "7").replace("*", "some/thing"); // prettier-ignore
    const { statusCode } = await app.inject({ method: (method === "ALL" ? "PUT" : method) as "GET", url });
    expect(`${method} ${path} ${statusCode}`).to.equal(
      `${method} ${path} ${state === "guarded" ? 401 : 200}`,
    );
  }
}

async function reportOf(declare: Declare, listening: boolean, options: FastifyServerOptions = {}) {
  const auth = newAuth();
  const app = fastify(options);
  if (listening) hearRoutes(app);
  await declare(app, auth);
  const report = await routesOf(app, auth);
  await isTrue(app, report);
  await app.close();
  return report;
}

/** The lines of a report where somebody listened from the start, as the command does, and where nobody did. */
const reported = async (declare: Declare, options?: FastifyServerOptions) => ({
  command: linesOf(await reportOf(declare, true, options)),
  process: linesOf(await reportOf(declare, false, options)),
});

describe("report(app, auth)", () => {
  it("the routes of the guarded scope, by what they say", async () => {
    const lines = [
      "GET /.well-known/oauth-protected-resource: open",
      "GET /both: any product, roles Admin",
      "GET /hook: product pro",
      "GET /nothing: any product",
      "ALL /open: open",
      "PUT /several: product starter or pro, scopes A or B, token only",
      "PATCH /several: product starter or pro, scopes A or B, token only",
    ];
    const { command, process } = await reported(async (app, auth) => {
      app.addHook("onRequest", auth.protectedResourceMetadata());
      await app.register(auth);
      app.get("/nothing", answer);
      app.all("/open", { config: { productAuth: "open" } }, answer);
      const productAuth = {
        product: ["starter", "pro"],
        scopes: { any: ["A", "B"] },
        accepts: ["token"],
      } as const;
      app.route({ method: ["PUT", "PATCH"], url: "/several", config: { productAuth }, handler: answer });
      app.get("/hook", { onRequest: auth.requireProduct("pro") }, answer);
      app.get("/both", { preHandler: [auth.requireRole("Admin")] }, answer);
    });
    expect(command).to.deep.equal(lines);
    expect(process).to.deep.equal(lines);
  });

  it("outside of it: open without saying so, whenever it was declared", async () => {
    const declare: Declare = async (app, auth) => {
      app.get("/early", answer);
      app.get("/early/open", { onRequest: auth.open() }, answer);
      app.get("/early/guarded/:id", { onRequest: auth.requireProduct("pro") }, answer);
      app.post("/early/guarded/:key", answer);
      await app.register(async (beside) => beside.get("/beside", answer));
      await app.register(
        async (scope) => {
          await scope.register(auth);
          scope.get("/", answer).get("/orders/:id", { config: { productAuth: { product: "pro" } } }, answer);
          await scope.register(async (inner) => inner.delete("/orders/:id", answer), { prefix: "/inner" });
        },
        { prefix: "/api" },
      );
      app.get("/late", answer).get("/late/guarded", { onRequest: auth.requireProduct("pro") }, answer);
      await app.register(async (other) => {
        other.addHook("onRequest", auth.requireProduct("starter"));
        other.get("/other", answer);
      });
    };
    const lines = (guard: string, key: string) => [
      "GET /api: any product",
      "DELETE /api/inner/orders/:id: any product",
      "GET /api/orders/:id: product pro",
      `GET /beside: ${OPEN}`,
      `GET /early: ${OPEN}`,
      `GET /early/guarded/${key === ":key" ? ":id" : key}: ${guard}`,
      `POST /early/guarded/${key}: ${OPEN}`,
      "GET /early/open: open",
      `GET /late: ${OPEN}`,
      "GET /late/guarded: product pro",
      "GET /other: product starter",
    ];
    const { command, process } = await reported(declare);
    expect(command).to.deep.equal(lines("product pro", ":key"));
    expect(process).to.deep.equal(lines(UNSEEN, ":id|:key"));
  });

  it("declared before the plugin, in its scope: nobody gets in", async () => {
    const lines = ["GET /early: " + TOO_EARLY, "GET /early/open: " + TOO_EARLY, "GET /late: any product"];
    const declare: Declare = async (app, auth) => {
      app.get("/early", answer).get("/early/open", { config: { productAuth: "open" } }, answer);
      await app.register(auth);
      app.get("/late", answer);
    };
    expect(await reported(declare)).to.deep.equal({ command: lines, process: lines });
  });

  it("guards without the plugin", async () => {
    const { command, process } = await reported((app, auth) => {
      app.get("/guarded", { onRequest: [auth.requireProduct("pro")] }, answer).get("/open", answer);
    });
    expect(command).to.deep.equal(["GET /guarded: product pro", `GET /open: ${OPEN}`]);
    expect(process).to.deep.equal([`GET /guarded: ${UNSEEN}`, `GET /open: ${OPEN}`]);
  });

  it("two instances in two scopes, the guards of each", async () => {
    const other = newAuth();
    const declare: Declare = async (app, auth) => {
      for (const [prefix, each] of [
        ["/a", auth],
        ["/b", other],
      ] as const)
        await app.register(
          async (scope) => {
            await scope.register(each);
            scope.get("/x", answer);
          },
          { prefix },
        );
      app.get("/c", answer);
    };
    const lines = ["GET /a/x: any product", "GET /b/x: any product", `GET /c: ${OPEN}`];
    expect(await reported(declare)).to.deep.equal({ command: lines, process: lines });
    await other.close();
  });

  it("routes that Fastify finds under other addresses than they were declared with are told once", async () => {
    const declare: Declare = async (app, auth) => {
      await app.register(
        async (scope) => {
          await scope.register(auth);
          scope
            .get("/", answer)
            .get("/is/:maybe?", answer)
            .get("/A//B/", answer)
            .get("/x::y/:n(\\d+)", answer);
        },
        { prefix: "/V1" },
      );
    };
    for (const options of [
      {},
      { caseSensitive: false, ignoreTrailingSlash: true, ignoreDuplicateSlashes: true },
      { routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, ignoreDuplicateSlashes: true } },
    ] as FastifyServerOptions[]) {
      const { routes } = await reportOf(declare, false, options).catch((error: Error) => {
        throw new Error(JSON.stringify(options), { cause: error });
      });
      expect(routes.map(({ path }) => path)).to.deep.equal([
        "/V1",
        "/V1/A//B/",
        "/V1/is/:maybe?",
        "/V1/x::y/:n(\\d+)",
      ]);
    }
  });

  it("HEAD is told where it differs", async () => {
    const declare: Declare = (app, auth) => {
      app.get("/x", { exposeHeadRoute: false, onRequest: auth.requireProduct("pro") }, answer);
      app.head("/x", answer).get("/y", answer);
    };
    expect((await reported(declare)).command).to.deep.equal([
      "GET /x: product pro",
      `HEAD /x: ${OPEN}`,
      `GET /y: ${OPEN}`,
    ]);
  });

  it("whoever listened from the start knows of all routes: no other list is read", async () => {
    const app = fastify();
    app.get("/before", answer);
    hearRoutes(app);
    app.get("/after", answer);
    expect(linesOf(await routesOf(app, newAuth()))).to.deep.equal([`GET /after: ${OPEN}`]);
  });

  it("any scope of the application may be given", async () => {
    const app = fastify();
    let inner: FastifyInstance | undefined;
    await app.register(async (scope) => void (inner = scope));
    app.get("/x", answer);
    expect(linesOf(await routesOf(inner!, newAuth()))).to.deep.equal([`GET /x: ${OPEN}`]);
  });

  it("a plugin that fails is what it rejects with, and what is no Fastify is refused", async () => {
    const app = fastify();
    app.register(() => Promise.reject(new Error("no database")));
    const failure = await routesOf(app, newAuth()).catch((error: Error) => error.message);
    expect(failure).to.equal("no database");
    for (const value of [{}, [], () => 1]) {
      const error: unknown = await routesOf(value, newAuth()).catch((thrown: unknown) => thrown);
      expect(error)
        .to.be.instanceOf(TypeError)
        .with.property("message", "report(app) takes a Fastify instance.");
    }
  });

  it("a page of text as a string", async () => {
    const report = await reportOf((app) => void app.get("/metrics", answer), true);
    expect(String(report).split("\n").slice(3)).to.deep.equal([
      "1 of 1 route is open without saying so:",
      "  GET /metrics",
      "Guard it, or say that it is meant:",
      '  app.get("/metrics", { config: { productAuth: { product: "…" } } }, …), in a scope where auth is registered',
      '  app.get("/metrics", { config: { productAuth: "open" } }, …), there, or { onRequest: auth.open() } anywhere else',
      "",
    ]);
  });
});
