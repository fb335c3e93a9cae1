import { productAuth } from "@product-auth/fastify";
import type { PathPlan, PathRoute, PathSetUp, Piece } from "@product-auth/testkit";
import { below, METHOD, mounted, REWRITE, TOLD, toldIn } from "@product-auth/testkit/adapter";
import fastify, { type FastifyInstance, type FastifyServerOptions } from "fastify";
import { pathReadBy, type RouterOptions } from "./path-read-by.js";

/** What a set-up writes its application with. */
interface Tools {
  readonly app: FastifyInstance;
  readonly auth: ReturnType<typeof productAuth<string, string>>;
  readonly routes: readonly PathRoute[];
  readonly declare: (scope: FastifyInstance, routes: readonly PathRoute[]) => void;
}

interface Reading extends Partial<PathSetUp> {
  readonly router?: RouterOptions;
  readonly server?: object;
}

/** The servers of Fastify whose routers read paths in one way or another. */
export const fastifySetUps: readonly PathSetUp[] = [
  setUp("routes of the server", flat),
  setUp("routes of the server over HTTP/2", flat, { protocol: "HTTP/2", server: { http2: true } }),
  setUp("caseSensitive: false", flat, { ignoresCase: [true], router: { caseSensitive: false } }),
  setUp("ignoreTrailingSlash, ignoreDuplicateSlashes", flat, {
    router: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true },
  }),
  setUp("useSemicolonDelimiter", flat, { router: { useSemicolonDelimiter: true } }),
  setUp("every option that makes a router forgiving", flat, {
    ignoresCase: [true],
    router: {
      caseSensitive: false,
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      useSemicolonDelimiter: true,
      maxParamLength: 5_000,
    },
  }),
  setUp("scopes with prefixes", async ({ app, auth, routes, declare }) => {
    await app.register(auth);
    for (const [first, all] of mounted(routes))
      await app.register(
        async (scope) =>
          declare(
            scope,
            all.map((route) => below(route)),
          ),
        { prefix: `/${first}` },
      );
    declare(
      app,
      routes.filter(({ pieces }) => typeof pieces[0] !== "string"),
    );
  }),
  setUp(
    "the guard within scopes with prefixes",
    async ({ app, auth, routes, declare }) => {
      for (const [first, all] of mounted(routes))
        await app.register(
          async (scope) => {
            await scope.register(auth);
            declare(
              scope,
              all.map((route) => below(route)),
            );
          },
          { prefix: `/${first}` },
        );
    },
    { routes: (all) => [...mounted(all).values()].flat() },
  ),
  setUp("what no route answers, a handler for unknown paths does", async ({ app, auth, routes, declare }) => {
    await app.register(auth);
    const isAll = ({ pieces }: PathRoute) => typeof pieces[0] === "object" && "rest" in pieces[0];
    declare(
      app,
      routes.filter((route) => !isAll(route)),
    );
    app.setNotFoundHandler((request, reply) => tell(routes.find(isAll)!.id, request, reply));
  }),
  setUp(
    "what no route answers, handlers for unknown paths below prefixes do",
    async ({ app, auth, routes, declare }) => {
      for (const [first, all] of mounted(routes))
        await app.register(
          async (scope) => {
            await scope.register(auth);
            declare(
              scope,
              all.filter((route) => !isAllBelow(route)).map((route) => below(route)),
            );
            scope.setNotFoundHandler((request, reply) => tell(all.find(isAllBelow)!.id, request, reply));
          },
          { prefix: `/${first}` },
        );
    },
    {
      routes: (all) => [
        ...[...mounted(all).values()].flat().filter((route) => !isAllBelow(route)),
        ...[...mounted(all).keys()].map(allBelow),
      ],
    },
  ),
  setUp("rewriteUrl", flat, { rewrites: "before" }),
  setUp("rewriteUrl, and every option that makes a router forgiving", flat, {
    rewrites: "before",
    ignoresCase: [true],
    router: {
      caseSensitive: false,
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      useSemicolonDelimiter: true,
    },
  }),
  setUp("the method changed before the router", flat, { overridesMethod: true }),
];

/** Everything below a first segment, which no other route answers. */
const allBelow = (first: string): PathRoute => ({
  id: `/${first}/*rest`,
  methods: ["GET", "POST"],
  pieces: [first, { rest: "rest" }],
});
function isAllBelow({ pieces }: PathRoute): boolean {
  const [, second] = pieces;
  return typeof second === "object" && "rest" in second;
}

async function flat({ app, auth, routes, declare }: Tools): Promise<void> {
  await app.register(auth);
  declare(app, routes);
}

function setUp(
  name: string,
  write: (tools: Tools) => Promise<void>,
  { router = {}, server = {}, ...reading }: Reading = {},
): PathSetUp {
  const build = async ({ options, routes }: PathPlan) => {
    const auth = productAuth<string, string>(options);
    const rewriteUrl: FastifyServerOptions["rewriteUrl"] = (request) => {
      const path = request.headers[REWRITE] as string | undefined;
      if (reading.overridesMethod === true)
        request.method = (request.headers[METHOD] as string | undefined) ?? request.method ?? "GET";
      return reading.rewrites !== undefined && path !== undefined
        ? decodeURIComponent(path)
        : (request.url ?? "/");
    };
    const isRewriting = reading.rewrites !== undefined || reading.overridesMethod === true;
    const app: FastifyInstance = fastify({
      ...server,
      routerOptions: router,
      ...(isRewriting && { rewriteUrl }),
    }) as unknown as FastifyInstance;
    readings.set(app.server, router);
    const declare: Tools["declare"] = (scope, all) => {
      for (const { id, methods, pieces } of all)
        scope.route({
          method: [...methods],
          url: spelt(pieces),
          handler: (request, reply) => tell(id, request, reply),
        });
    };
    await write({ app, auth, routes, declare });
    await app.ready();
    return { listener: app.routing, close: () => app.close() };
  };
  return { name, decidesBy: "route", ignoresCase: [false], matches: "decoded", ...reading, build };
}

const readings = new WeakMap<object, RouterOptions>();

type Request = {
  readonly url: string;
  readonly method: string;
  readonly params: unknown;
  readonly productAuth?: unknown;
  readonly server: FastifyInstance;
};
type Reply = {
  header(name: string, value: string): { code(status: number): { send(body: string): unknown } };
};

function tell(handler: string, request: Request, reply: Reply): unknown {
  const path = pathReadBy(readings.get(request.server.server)!, request.url);
  const params = (request.params ?? {}) as Record<string, string>;
  const access = request.productAuth as { api?: string } | undefined;
  return reply
    .header(TOLD, toldIn({ handler, path, method: request.method, params, access }))
    .code(200)
    .send("told");
}

/** Fastify's router matches decoded paths, so literals stand there as they are. */
const spelt = (pieces: readonly Piece[]): string =>
  `/${pieces
    .map((piece) => {
      if (typeof piece === "string") return piece.replaceAll(":", "::");
      if ("rest" in piece) return "*";
      return `:${piece.param}${piece.pattern === undefined ? "" : `(^${piece.pattern}$)`}`;
    })
    .join("/")}`;
