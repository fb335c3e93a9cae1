import { productAuth } from "@product-auth/express";
import { report as reportOf } from "@product-auth/routes/express";
import type express5 from "express";
import type { ErrorRequestHandler, RequestHandler, Router } from "express";
import type { Path } from "./paths.js";
import type { Link, Plan, Step } from "./plan.js";
import type { Build } from "./set-ups.js";

/** Builds plans with a version of Express. */
export function onExpress(express: typeof express5): Build {
  const auth = productAuth({ products: { gold: { accepts: ["key"] } }, subscriptions: [] });
  const guard = auth.requireProduct("gold") as unknown as RequestHandler;
  const step: RequestHandler = (_req, _res, next) => next();
  const leaveRouter: RequestHandler = (_req, _res, next) => next("router");
  const leaveRoute: RequestHandler = (_req, _res, next) => next("route");

  return async (plan, heard) => {
    const app = applicationOf(plan);
    // The last word, so that nothing waits, and nothing of paths that cannot be decoded is printed.
    const refuse: ErrorRequestHandler = (error, _req, res, next) => {
      if (res.headersSent) next(error);
      else res.status(400).end();
    };
    const listener = express()
      .use(app)
      .use((_req, res) => void res.status(404).end())
      .use(refuse);
    return { listener, report: reportOf(app, auth) };

    function applicationOf({ settings, steps }: Pick<Plan, "settings" | "steps">) {
      const inner = express();
      if (settings.sensitive) inner.enable("case sensitive routing");
      if (settings.strict) inner.enable("strict routing");
      declare(inner, steps);
      return inner;
    }

    function declare(router: Router, steps: readonly Step[]): void {
      for (const each of steps) {
        const at = each.paths.length === 1 ? asPath(each.paths[0]!) : each.paths.map(asPath);
        if (each.kind === "route") {
          const handlers: RequestHandler[] = each.links.map((link) => middleware(link, leaveRoute));
          const { handler } = each;
          if (handler === "answers")
            handlers.push((_req, res) => {
              heard(each);
              res.end();
            });
          if (handler === "lets on")
            handlers.push((_req, _res, next) => {
              heard(each);
              next();
            });
          router[each.method](at as string, ...handlers);
          continue;
        }
        const what = each.kind === "use" ? middleware(each.what, leaveRouter) : mounted(each);
        if (each.paths.length === 0) router.use(what);
        else router.use(at as string, what);
      }
    }

    function mounted({ as, settings, steps }: Extract<Step, { kind: "mount" }>): RequestHandler {
      if (as === "application") return applicationOf({ settings, steps });
      const router = express.Router({ caseSensitive: settings.sensitive, strict: settings.strict });
      declare(router, steps);
      return router;
    }
  };

  function middleware(link: Link, jump: RequestHandler): RequestHandler {
    return { guard, step, jump }[link];
  }
}

const asPath = (path: Path): string | RegExp =>
  typeof path === "string" ? path : new RegExp(path.source, path.flags);
