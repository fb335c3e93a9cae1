import type { Routing } from "@product-auth/core";
import type { ExtendableContext } from "koa";

/** What koa-mount and @koa/router read and write on a context. */
type RoutedContext = ExtendableContext & {
  /** Prefix of the innermost mount so far; stays when the mount has been left. */
  readonly mountPath?: string;
  /** Goes before `path` in @koa/router. */
  readonly newRouterPath?: string;
};

/** Where Koa's routers and mounts take a request: they go by `ctx.path`, which mounts shorten and middleware rewrite. */
export class KoaRouting implements Routing {
  readonly #ctx: RoutedContext;

  constructor(ctx: ExtendableContext) {
    this.#ctx = ctx;
  }

  get targets(): readonly string[] {
    const { path, newRouterPath } = this.#ctx;
    const targets = this.#whole(path);
    if (newRouterPath === undefined) return targets;
    // The router matches all of it: a question mark begins no query there.
    return newRouterPath.includes("?") ? [MALFORMED] : [...targets, ...this.#whole(newRouterPath)];
  }

  // koa-mount takes its prefix off and keeps the innermost one only. What the client sent has all of them, unless it was
  // rewritten: then every target that may be meant has to lead to the same place.
  #whole(path: string): readonly string[] {
    const { originalUrl, mountPath } = this.#ctx;
    if (mountPath === undefined) return [path];
    const sent = originalUrl.split("?", 1)[0]!;
    const mounted = path === "/" ? mountPath : `${mountPath.replace(/\/$/, "")}/${path.replace(/^\//, "")}`;
    if (sent === path || sent === mounted) return [sent];
    return sent.endsWith(mounted) ? [sent, mounted] : [path, mounted, sent];
  }
}

const MALFORMED = "";
