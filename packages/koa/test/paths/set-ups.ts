import Router from "@koa/router";
import { productAuth } from "@product-auth/koa";
import type { PathPlan, PathRoute, PathSetUp, Told } from "@product-auth/testkit";
import { below, METHOD, mounted, REWRITE, TOLD, toldIn, wildBelow } from "@product-auth/testkit/adapter";
import type { Context, Middleware } from "koa";
import compose from "koa-compose";
import mount from "koa-mount";
import type { KoaClass } from "../support/both-versions.js";
import { asText, spelt } from "./spelling.js";

type RouterOptions = NonNullable<ConstructorParameters<typeof Router>[0]>;

type Seen = Pick<Told, "path" | "method">;

/** What a set-up makes its middleware of. */
interface Tools {
  readonly guard: readonly Middleware[];
  readonly routes: readonly PathRoute[];
  readonly routerOf: (
    routes: readonly PathRoute[],
    options?: RouterOptions & { isPattern?: boolean },
  ) => Router;
  readonly handlerOf: (route: PathRoute) => Middleware;
}

/** The applications of Koa whose routers read paths in one way or another. */
export function koaSetUps(Koa: KoaClass): readonly PathSetUp[] {
  function setUp(
    name: string,
    write: (tools: Tools) => readonly Middleware[],
    reading: Partial<PathSetUp> = {},
  ): PathSetUp {
    const build = ({ options, routes }: PathPlan) => {
      const auth = productAuth<string, string>(options);
      const app = new Koa();
      app.silent = true;
      // Mounts cut the path short, so it is noted before them, and again where it was changed.
      const noteOutside: Middleware = (ctx, next) => {
        ctx.state["outside"] = routerPathOf(ctx);
        return next();
      };
      const note: Middleware = (ctx, next) => {
        const path = (ctx.state["outside"] as string | undefined) ?? routerPathOf(ctx);
        ctx.state["seen"] = { path, method: ctx.method } satisfies Seen;
        return next();
      };
      const handlerOf =
        ({ id }: PathRoute): Middleware =>
        (ctx) => {
          const params = (ctx["params"] as Record<string, string> | undefined) ?? {};
          const seen = ctx.state["seen"] as Seen;
          ctx.set(TOLD, toldIn({ handler: id, ...seen, params, access: ctx.state.productAuth }));
          ctx.body = "told";
        };
      const routerOf: Tools["routerOf"] = (all, { isPattern = false, ...options } = {}) => {
        const router = new Router(options);
        const isSensitive = options.sensitive ?? false;
        for (const route of all) {
          const path = spelt(route.pieces, { isSensitive, isPattern });
          const pathAsRegExp = path instanceof RegExp;
          router.register(path, [...route.methods], handlerOf(route), { pathAsRegExp });
        }
        return router;
      };
      const guard = reading.rewrites === "before" ? [noteOutside, note, auth] : [note, auth];
      const first = reading.rewrites === undefined ? [noteOutside] : [];
      const all = write({ guard: guard as Middleware[], routes, routerOf, handlerOf });
      for (const middleware of [...first, ...all]) app.use(middleware);
      const serve = app.callback();
      return { listener: (req, res) => void serve(req, res), close: () => auth.close() } as ReturnType<
        PathSetUp["build"]
      >;
    };
    return { name, decidesBy: "path", ignoresCase: [true], matches: "raw", ...reading, build };
  }

  const flat = ({ guard, routerOf, routes }: Tools) => [...guard, routerOf(routes).routes() as Middleware];
  const onlyMounted = (all: readonly PathRoute[]) => [...mounted(all).values()].flat();
  const byMount = ({ routes }: Tools, inner: (below: readonly PathRoute[]) => Middleware) =>
    [...mounted(routes)].map(([first, all]) =>
      mount(asText([first]), inner(all.map((route) => below(route)))),
    );
  const rewriting =
    (change: (ctx: Context, path: string) => void): Middleware =>
    (ctx, next) => {
      const path = ctx.headers[REWRITE] as string | undefined;
      if (path !== undefined) change(ctx, decodeURIComponent(path));
      return next();
    };
  const url = rewriting((ctx, path) => (ctx.url = path));

  return [
    setUp("routes of one router", flat),
    setUp("routes of one router over HTTP/2", flat, { protocol: "HTTP/2" }),
    setUp(
      "a sensitive and strict router",
      ({ guard, routerOf, routes }) => [
        ...guard,
        routerOf(routes, { sensitive: true, strict: true }).routes() as Middleware,
      ],
      { ignoresCase: [false] },
    ),
    setUp(
      "nested routers",
      ({ guard, routerOf, routes }) => {
        const outer = new Router();
        for (const [first, all] of mounted(routes)) {
          const inner = routerOf(
            all.map((route) => below(route)).filter(({ pieces }) => !hasPattern(pieces)),
          );
          outer.use(asText([first]), inner.routes() as never);
        }
        return [...guard, outer.routes() as Middleware];
      },
      { routes: (all) => onlyMounted(all).filter(({ pieces }) => !hasPattern(pieces)) },
    ),
    setUp(
      "a router in each mount",
      (tools) => [...tools.guard, ...byMount(tools, (all) => tools.routerOf(all).routes() as Middleware)],
      { ignoresCase: [false, true], routes: onlyMounted },
    ),
    setUp(
      "an application in each mount, the guard within",
      (tools) =>
        byMount(tools, (all) => {
          const app = new Koa();
          for (const middleware of [...tools.guard, tools.routerOf(all).routes() as Middleware])
            app.use(middleware);
          return compose(app.middleware as Middleware[]);
        }),
      { ignoresCase: [false, true], routes: onlyMounted },
    ),
    setUp(
      "everything below a mount",
      ({ guard, routes, handlerOf }) => [
        ...guard,
        ...routes.map((route) => mount(asText(route.pieces.slice(0, -1)), handlerOf(route))),
      ],
      { ignoresCase: [false], routes: wildBelow },
    ),
    setUp(
      "everything below a mount over HTTP/2",
      ({ guard, routes, handlerOf }) => [
        ...guard,
        ...routes.map((route) => mount(asText(route.pieces.slice(0, -1)), handlerOf(route))),
      ],
      { ignoresCase: [false], routes: wildBelow, protocol: "HTTP/2" },
    ),
    setUp(
      "mounts in mounts, the guard within the inner ones",
      ({ guard, routes, handlerOf }) =>
        routes.map(({ pieces, ...route }) => {
          const answer = compose([...guard, handlerOf({ ...route, pieces })]);
          return pieces
            .slice(0, -1)
            .reduceRight((inner: Middleware, piece) => mount(asText([piece]), inner), answer);
        }),
      { ignoresCase: [false], confusesMounts: true, routes: wildBelow },
    ),
    setUp("regular expressions", ({ guard, routerOf, routes }) => [
      ...guard,
      routerOf(routes, { isPattern: true }).routes() as Middleware,
    ]),
    setUp("ctx.url changed before the guard", (tools) => [url, ...flat(tools)], { rewrites: "before" }),
    setUp(
      "ctx.path changed before the guard",
      (tools) => [rewriting((ctx, path) => (ctx.path = path)), ...flat(tools)],
      { rewrites: "before" },
    ),
    setUp(
      "ctx.newRouterPath set before the guard",
      (tools) => [rewriting((ctx, path) => (ctx["newRouterPath"] = path)), ...flat(tools)],
      { rewrites: "before", mayRefuseRewritten: true },
    ),
    setUp(
      "ctx.path changed before a guard within mounts",
      (tools) => [
        rewriting((ctx, path) => (ctx.path = path)),
        tools.guard[0]!,
        ...byMount(tools, (all) =>
          compose([...tools.guard.slice(1), tools.routerOf(all).routes() as Middleware]),
        ),
      ],
      { ignoresCase: [false, true], rewrites: "before", mayRefuseRewritten: true, routes: onlyMounted },
    ),
    setUp(
      "ctx.url changed after the guard",
      ({ guard, ...tools }) => [...guard, url, ...flat({ guard: [], ...tools })],
      {
        rewrites: "after",
      },
    ),
    setUp(
      "the method changed before the guard",
      (tools) => [
        (ctx, next) => {
          ctx.method = (ctx.headers[METHOD] as string | undefined) ?? ctx.method;
          return next();
        },
        ...flat(tools),
      ],
      { overridesMethod: true },
    ),
  ];
}

/** What `@koa/router` matches. */
const routerPathOf = (ctx: Context): string =>
  (ctx["newRouterPath"] as string | undefined) ?? String(ctx.path);

const hasPattern = (pieces: PathRoute["pieces"]) =>
  pieces.some((piece) => typeof piece === "object" && "pattern" in piece);
