import type { Handle, Layer } from "./layers.js";

/** The steps of an application or a router of Express 4 or 5; undefined for everything else. */
export function stackOf(value: unknown): readonly Layer[] | undefined {
  if (typeof value !== "function") return undefined;
  const { lazyrouter, _router, set, handle } = value as Partial<Application>;
  if (typeof handle !== "function") return undefined;
  // Express 4 has no router before the first route, and an `app.router` that throws.
  if (typeof lazyrouter === "function") return stackOf(_router) ?? [];
  if (typeof set === "function") return stackOf((value as Partial<Application>).router);
  const { stack } = value as Partial<Application>;
  return Array.isArray(stack) && stack.every(isLayer) ? stack : undefined;
}

interface Application extends Handle {
  readonly handle: Handle;
  readonly set: Handle;
  readonly router: unknown;
  readonly lazyrouter: Handle;
  readonly _router: unknown;
  readonly stack: unknown;
}

const isLayer = (value: unknown): value is Layer => typeof (value as Partial<Layer>).match === "function";

/** The steps of what is mounted: a router or an application. */
export const mountedStack = (handle: Handle): readonly Layer[] | undefined =>
  stackOf(handle.name === "mounted_app" ? applicationBehind(handle) : handle);

// `app.use(path, inner)` hides the inner application in a function, which shows itself to each request: it replaces its
// prototype. This request has no address from then on, so that the router gives up before it comes to anybody's step.
function applicationBehind(mounted: Handle): unknown {
  let found: unknown;
  const hollow = { request: {}, response: {} };
  const request = { method: "GET", url: "/" as string | undefined, headers: {}, app: hollow };
  const shown = new Proxy(request, {
    setPrototypeOf(target, prototype) {
      found ??= (prototype as { app?: unknown }).app;
      target.url = undefined;
      return true;
    },
  });
  mounted(shown, { setHeader: () => undefined, locals: {} }, () => undefined);
  return found;
}
