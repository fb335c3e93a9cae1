import { productAuth } from "@product-auth/express";
import type { PathPlan, PathRoute, PathSetUp, Told } from "@product-auth/testkit";
import { below, METHOD, mounted, REWRITE, TOLD, toldIn, wildBelow } from "@product-auth/testkit/adapter";
import type { Express, RequestHandler, Router } from "express";
import type { ExpressFactory } from "../support/both-versions.js";
import { spellingOf, type Spelling } from "./spelling.js";

type Seen = Pick<Told, "path" | "method">;

/** What a set-up writes its application with. */
interface Tools {
  readonly app: Express;
  readonly guard: readonly RequestHandler[];
  readonly routes: readonly PathRoute[];
  /** Declares routes in a router or application. */
  readonly declare: (router: Router, routes: readonly PathRoute[], spelling?: Partial<Spelling>) => Router;
  readonly handlerOf: (route: PathRoute) => RequestHandler;
}

/** The applications of Express whose routers read paths in one way or another. */
export function expressSetUps(express: ExpressFactory): readonly PathSetUp[] {
  const isFour = "lazyrouter" in express.application;

  function setUp(
    name: string,
    write: (tools: Tools) => void,
    reading: Partial<PathSetUp> & { readonly settings?: readonly string[] } = {},
  ): PathSetUp {
    const { settings = [], ...told } = reading;
    const build = ({ options, routes }: PathPlan) => {
      const auth = productAuth<string, string>(options);
      const app = express();
      app.set("env", "test"); // no stack traces
      for (const setting of settings) app.enable(setting);
      const note: RequestHandler = (req, res, next) => {
        res.locals["seen"] = { path: `${req.baseUrl}${req.path}`, method: req.method } satisfies Seen;
        next();
      };
      const handlerOf =
        ({ id }: PathRoute): RequestHandler =>
        (req, res) => {
          const params = req.params as Record<string, string>;
          const access = req.productAuth;
          const seen = res.locals["seen"] as Seen;
          res.setHeader(TOLD, toldIn({ handler: id, ...seen, params, access }));
          res.end("told");
        };
      const declare: Tools["declare"] = (router, all, spelling = {}) => {
        const spell = spellingOf({ isFour, isSensitive: false, isStrict: false, ...spelling });
        for (const route of all)
          for (const method of route.methods)
            router[method.toLowerCase() as "get"](spell(route.pieces), handlerOf(route));
        return router;
      };
      write({ app, guard: [note, auth as unknown as RequestHandler], routes, declare, handlerOf });
      return { listener: app, close: () => auth.close() };
    };
    return { name, decidesBy: "path", ignoresCase: [true], matches: "raw", ...told, build };
  }

  const rewriting: RequestHandler = (req, _res, next) => {
    const path = req.headers[REWRITE] as string | undefined;
    if (path !== undefined) req.url = decodeURIComponent(path);
    next();
  };
  const overriding: RequestHandler = (req, _res, next) => {
    req.method = (req.headers[METHOD] as string | undefined) ?? req.method;
    next();
  };
  const nest = (
    { declare, routes }: Tools,
    into: Router,
    inner: () => Router,
    before: readonly RequestHandler[] = [],
    spelling: Partial<Spelling> = {},
  ) => {
    const spell = spellingOf({ isFour, isSensitive: false, isStrict: false });
    for (const [first, all] of mounted(routes)) {
      const router = inner();
      if (before.length > 0) router.use(...before);
      into.use(
        spell([first]) as string,
        declare(
          router,
          all.map((route) => below(route)),
          spelling,
        ),
      );
    }
    return declare(
      into,
      routes.filter(({ pieces }) => typeof pieces[0] !== "string"),
    );
  };
  const onlyMounted = (all: readonly PathRoute[]) => [...mounted(all).values()].flat();
  const exact = { caseSensitive: true, strict: true };

  return [
    setUp("routes of the application", ({ app, guard, declare, routes }) =>
      declare(app.use(...guard), routes),
    ),
    setUp(
      "case sensitive and strict routing",
      ({ app, guard, declare, routes }) =>
        declare(app.use(...guard), routes, { isSensitive: true, isStrict: true }),
      { ignoresCase: [false], settings: ["case sensitive routing", "strict routing"] },
    ),
    setUp("nested routers", (tools) => nest(tools, tools.app.use(...tools.guard), () => express.Router())),
    setUp(
      "exact routers in an application that is not",
      (tools) =>
        nest(tools, tools.app.use(...tools.guard), () => express.Router(exact), [], {
          isSensitive: true,
          isStrict: true,
        }),
      { ignoresCase: [true, false], routes: onlyMounted },
    ),
    setUp("applications mounted in another", (tools) =>
      nest(tools, tools.app.use(...tools.guard), () => express()),
    ),
    setUp(
      "the guard within mounted routers",
      (tools) => nest(tools, tools.app, () => express.Router(), tools.guard),
      { routes: onlyMounted },
    ),
    setUp(
      "the guard at a path, before routes below it",
      ({ app, guard, declare, routes }) => {
        const spell = spellingOf({ isFour, isSensitive: false, isStrict: false });
        for (const first of mounted(routes).keys()) app.use(spell([first]), ...guard);
        declare(app, routes);
      },
      { routes: onlyMounted },
    ),
    setUp(
      "the guard within an application mounted in a router",
      (tools) => tools.app.use(express.Router().use(nest(tools, express(), () => express(), tools.guard))),
      { routes: onlyMounted },
    ),
    setUp(
      "everything below a path, as proxies and static files are mounted",
      ({ app, guard, routes, handlerOf }) => {
        app.use(...guard);
        const spell = spellingOf({ isFour, isSensitive: false, isStrict: false });
        for (const route of routes) app.use(spell(route.pieces.slice(0, -1)), handlerOf(route));
      },
      { routes: wildBelow },
    ),
    setUp("regular expressions", ({ app, guard, declare, routes }) =>
      declare(app.use(...guard), routes, { isPattern: true }),
    ),
    setUp(
      "req.url changed before the guard",
      ({ app, guard, declare, routes }) => declare(app.use(rewriting, ...guard), routes),
      { rewrites: "before" },
    ),
    setUp(
      "req.url changed before the guard, nested routers",
      (tools) => nest(tools, tools.app.use(rewriting), () => express.Router(), tools.guard),
      { rewrites: "before", routes: onlyMounted },
    ),
    setUp(
      "req.url changed after the guard",
      ({ app, guard, declare, routes }) => declare(app.use(...guard, rewriting), routes),
      { rewrites: "after" },
    ),
    setUp(
      "the method changed before the guard",
      ({ app, guard, declare, routes }) => declare(app.use(overriding, ...guard), routes),
      { overridesMethod: true },
    ),
  ];
}
