import type { Routing } from "@product-auth/core";
import type { ExtendableContext } from "koa";

/** The context members that koa-mount and @koa/router use. */
type RoutedContext = ExtendableContext & {
  /** Prefix of the innermost mount so far; still set after the mount has returned. */
  readonly mountPath?: string;
  /** Takes precedence over `path` in @koa/router. */
  readonly newRouterPath?: string;
};

/** How Koa's routers and mounts route a request: by `ctx.path`, which mounts shorten and middleware may rewrite. */
export class KoaRouting implements Routing {
  readonly #ctx: RoutedContext;

  constructor(ctx: ExtendableContext) {
    this.#ctx = ctx;
  }

  get targets(): readonly string[] {
    const { path, newRouterPath } = this.#ctx;
    const targets = this.#fullTargets(path);
    if (newRouterPath === undefined) return targets;
    // The router matches the whole text: a question mark does not begin a query there.
    return newRouterPath.includes("?") ? [MALFORMED] : [...targets, ...this.#fullTargets(newRouterPath)];
  }

  // koa-mount removes its prefix and stores only the innermost one. The target as sent contains all prefixes, unless it was
  // rewritten: then every possible target must match the same API and operation.
  #fullTargets(path: string): readonly string[] {
    const { originalUrl, mountPath } = this.#ctx;
    if (mountPath === undefined) return [path];
    const sent = originalUrl.split("?", 1)[0]!;
    const mounted = path === "/" ? mountPath : `${mountPath.replace(/\/$/, "")}/${path.replace(/^\//, "")}`;
    if (sent === path || sent === mounted) return [sent];
    return sent.endsWith(mounted) ? [sent, mounted] : [path, mounted, sent];
  }
}

const MALFORMED = "";
