import type { Application, Declared, Exchange, Handler, Link, Method } from "./adapter-harness.js";

/** Guards and steps, in order, and the handler behind them. */
type Chain = readonly [...links: Link[], handler: Handler];
type Paths = string | readonly string[];

/** Writes an application down, in the words that the frameworks share. */
export class WrittenRoutes {
  readonly declared: Declared[] = [];
  /** Called with what a step or a handler throws; returns the answer. Only the outermost application has one. */
  onError: Application["onError"] | undefined;

  /** Puts links before everything declared after it. */
  use(...links: Link[]): this {
    this.declared.push({ kind: "use", links });
    return this;
  }

  /** Declares what `inner` writes below a path, guarded whole by the links. */
  mount(prefix: string, ...chain: readonly [...links: Link[], inner: (routes: WrittenRoutes) => void]): this {
    const routes = new WrittenRoutes();
    const [links, inner] = apart<(routes: WrittenRoutes) => void>(chain);
    inner(routes);
    this.declared.push({ kind: "mount", prefix, links, declared: routes.declared });
    return this;
  }

  get(paths: Paths, ...chain: Chain): this {
    return this.route(["GET"], paths, ...chain);
  }

  post(paths: Paths, ...chain: Chain): this {
    return this.route(["POST"], paths, ...chain);
  }

  delete(paths: Paths, ...chain: Chain): this {
    return this.route(["DELETE"], paths, ...chain);
  }

  /** Every method, OPTIONS and HEAD too. */
  all(paths: Paths, ...chain: Chain): this {
    return this.route("all", paths, ...chain);
  }

  route(methods: "all" | readonly Method[], paths: Paths, ...chain: Chain): this {
    const [links, handler] = apart<Handler>(chain);
    this.declared.push({ kind: "route", methods, paths: [paths].flat(), links, handler });
    return this;
  }
}

function apart<Last>(chain: readonly [...links: Link[], last: unknown]): [links: Link[], last: Last] {
  return [chain.slice(0, -1) as Link[], chain.at(-1) as Last];
}

/** Something of the application's own, between guards. */
export const step = (run: (exchange: Exchange) => void | Promise<void>): Link => ({
  kind: "step",
  step: run,
});

/** The framework's usual CORS. */
export const cors: Link = { kind: "cors" };
