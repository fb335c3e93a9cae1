import type { IncomingMessage, ServerResponse } from "node:http";
import { UnguardedRouteError, type Access, type Answer, type Requirement } from "@product-auth/core";
import { admissionFields, guardsOf, metadataAnswers, productAuthOf } from "@product-auth/core/adapter";
import type {
  AdapterHarness,
  AdapterUnderTest,
  AnyOptions,
  Application,
  Declared,
  Exchange,
  Link,
  Reply,
} from "@product-auth/testkit";
import { matchPath } from "./match-path.js";

type Request = IncomingMessage & { productAuth?: Access<string | undefined> };
/** Whether the request goes on; where it does not, it has been answered. */
type Guard = (req: Request, res: ServerResponse) => boolean | Promise<boolean>;
type Adapter = AdapterUnderTest<Guard> & Pick<ReturnType<typeof productAuthOf>, "explain" | "viewOf">;

/** How the contracts get at core over node:http alone: no framework reads, routes or answers. */
export const onNode: AdapterHarness<Guard> = {
  adapt,
  build: (auth, application) => ({
    listener: (req, res) => void serve(auth as Adapter, application, req, res),
  }),
  source: { module: import.meta.url, name: "onNode" },
};

function adapt(options: Parameters<AdapterHarness["adapt"]>[0]): Adapter {
  const auth = productAuthOf<string, string>(options as AnyOptions);
  const guard =
    (requirement: Requirement): Guard =>
    async (req, res) => {
      const decision = await auth.authorize(auth.viewOf(req), requirement);
      if (decision.outcome !== "admit") return answered(res, auth.answer(decision));
      req.productAuth = decision.access;
      for (const [name, value] of admissionFields(decision.headers, (field) => res.hasHeader(field)))
        res.setHeader(name, value);
      return true;
    };
  return {
    ...auth,
    everything: guard(auth.anyProduct),
    ...guardsOf(auth, guard),
    open: () => () => true,
    protectedResourceMetadata: () => {
      const answerTo = metadataAnswers(auth.resourceMetadata);
      return (req, res) => {
        const found = answerTo(auth.viewOf(req));
        return found === undefined || answered(res, found);
      };
    },
    update: (catalog) => auth.update(catalog),
    ready: () => auth.ready(),
    health: () => auth.health(),
    close: () => auth.close(),
    explain: auth.explain.bind(auth),
    viewOf: auth.viewOf.bind(auth),
  } as Adapter;
}

async function serve(
  auth: Adapter,
  { declared, onError }: Application<Guard>,
  req: Request,
  res: ServerResponse,
) {
  const path = new URL(req.url!, "http://node.invalid").pathname;
  try {
    if (await route(declared, path)) write(res, { status: 404 });
  } catch (error) {
    write(res, onError(error));
  }

  /** Whether the request was answered by none of these. */
  async function route(all: readonly Declared<Guard>[], rest: string): Promise<boolean> {
    for (const one of all) {
      if (one.kind === "use") {
        if (!(await passes(one.links))) return false;
      } else if (one.kind === "mount") {
        const inside = matchPath(`${one.prefix}/*rest`, rest) ?? matchPath(one.prefix, rest);
        if (inside === undefined) continue;
        if (!(await passes(one.links)) || !(await route(one.declared, `/${inside["rest"] ?? ""}`)))
          return false;
      } else if (one.methods === "all" || one.methods.some((method) => method === req.method)) {
        const params = one.paths
          .map((pattern) => matchPath(pattern, rest))
          .find((found) => found !== undefined);
        if (params === undefined) continue;
        if (await passes(one.links, params)) write(res, await one.handler(exchange(params)));
        return false;
      }
    }
    return true;
  }

  async function passes(links: readonly Link<Guard>[], params = {}): Promise<boolean> {
    for (const link of links) {
      if (link.kind === "guard" && !(await link.guard(req, res))) return false;
      if (link.kind === "step") await link.step(exchange(params));
    }
    return true;
  }

  function exchange(params: Readonly<Record<string, string>>): Exchange {
    return {
      method: req.method!,
      url: req.url!,
      params,
      access: req.productAuth,
      accessOf: () => {
        if (req.productAuth !== undefined) return req.productAuth;
        throw new UnguardedRouteError("No guard ran: put auth.requireProduct(…) before the handler");
      },
      explain: (rule) => auth.explain(auth.viewOf(req), rule),
    };
  }
}

function answered(res: ServerResponse, { status, headers, body }: Answer): false {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.writeHead(status, { "content-length": Buffer.byteLength(body) }).end(body);
  return false;
}

function write(res: ServerResponse, { status = 200, headers = {}, body }: Reply): void {
  const isText = typeof body === "string";
  res.writeHead(status, { "content-type": isText ? "text/plain" : "application/json", ...headers });
  res.end(isText ? body : JSON.stringify(body));
}
