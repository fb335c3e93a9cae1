import type { Declared, Layer } from "./layers.js";

type Use = (this: { readonly stack?: readonly Layer[] }, ...args: unknown[]) => unknown;

/**
 * Lets the routers of a copy of Express keep the paths at which they mount, as they do by themselves from router 2.3
 * on. For a process that does nothing but report: it changes that copy for good.
 */
export function keepPaths(express: unknown): void {
  const { Router } = (express ?? {}) as { Router?: { use?: Use; prototype?: { use?: Use } } };
  // Express 4 has the method in the function itself.
  const home = Router?.prototype?.use === undefined ? Router : Router.prototype;
  const { use } = home ?? {};
  if (home === undefined || use === undefined) return;
  home.use = function keepingUse(...args: unknown[]) {
    const known = this.stack?.length ?? 0;
    const given = use.apply(this, args);
    const path = isPath(args[0]) ? args[0] : "/";
    for (const layer of this.stack?.slice(known) ?? []) layer.rawPath ??= path;
    return given;
  };
}

function isPath(value: unknown): value is Declared | Declared[] {
  const first: unknown = Array.isArray(value) ? (value as unknown[]).flat(Infinity)[0] : value;
  return typeof first === "string" || first instanceof RegExp;
}
