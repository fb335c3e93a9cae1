import { createProductAuth } from "@product-auth/core";
import {
  pathContract,
  type FullTestRunner,
  type PathPlan,
  type PathRoute,
  type PathSetUp,
  type Piece,
} from "@product-auth/testkit";
import { canonicalSegment, TOLD, toldIn } from "@product-auth/testkit/adapter";
import { expect } from "chai";
import type { IncomingMessage, ServerResponse } from "node:http";

describe("pathContract finds what is guarded by another path than it is routed by", () => {
  it("nothing, where both read the same", () => check((target) => target));

  it("a guard that reads behind a fragment", () =>
    expectFault((target) => target.replaceAll("#", ""), /^ +target .*#/m));
  it("a guard that decodes what the router does not", () => expectFault(decoded, /^ +target .*%[2-7]/m));
  it("a guard that does not tell capitals apart where the router does", () =>
    expectFault((target) => target.toLowerCase(), /^ +target .*[A-Z]/m));
  it("a guard that refuses everything", () => expectFault(() => "//", /must answer this caller/));
});

/** Runs the contract over a server that gives its guard another path than its router. */
async function check(guardedPath: (target: string) => string): Promise<void> {
  const bodies: (() => unknown)[] = [];
  const none = () => {};
  const runner: FullTestRunner = {
    ...{ before: none, after: none, beforeEach: none, afterEach: none },
    describe: (_name, body) => body(),
    it: (_name, body) => void bodies.push(body),
  };
  pathContract(runner, "a server", [plainServer(guardedPath)]);
  for (const body of bodies) await body();
}

async function expectFault(guardedPath: (target: string) => string, words: RegExp): Promise<void> {
  const fault = await check(guardedPath).catch((error: Error) => error.message);
  expect(fault)
    .to.match(words)
    .and.match(/^ +seed {8}\d+$/m);
}

function decoded(target: string): string {
  try {
    return decodeURI(target);
  } catch {
    return target;
  }
}

function plainServer(guardedPath: (target: string) => string): PathSetUp {
  const build = ({ options, routes }: PathPlan) => {
    const auth = createProductAuth(options);
    const listener = async (req: IncomingMessage, res: ServerResponse) => {
      const { url = "/", method = "GET" } = req;
      const path = url.split(/[?#]/)[0]!;
      const decision = await auth.authorize(auth.viewOf(req, guardedPath(url)), auth.anyProduct);
      const route = routes.find((one) => isAt(one, path));
      if (decision.outcome === "admit" && route !== undefined)
        res.setHeader(TOLD, toldIn({ handler: route.id, path, method, params: {}, access: decision.access }));
      else res.statusCode = 404;
      res.end();
    };
    return {
      listener: (req: IncomingMessage, res: ServerResponse) => void listener(req, res),
      close: () => auth.close(),
    };
  };
  return { name: "routes", decidesBy: "path", ignoresCase: [false], matches: "raw", build };
}

function isAt({ pieces }: PathRoute, path: string): boolean {
  const pattern = (piece: Piece) => {
    if (typeof piece === "string") return canonicalSegment(piece).replace(/[^\w]/g, "\\$&");
    return "rest" in piece ? ".+" : (piece.pattern ?? "[^/]+");
  };
  return new RegExp(`^/${pieces.map(pattern).join("/")}$`).test(path);
}
