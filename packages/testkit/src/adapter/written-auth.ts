import type { AdapterUnderTest, AnyRule, Link } from "./adapter-harness.js";

/** The adapter as suites write it into an application: its guards are links, and so is it itself. */
export interface WrittenAuth extends Pick<AdapterUnderTest, "update" | "ready" | "health" | "close"> {
  readonly kind: "guard";
  readonly guard: unknown;
  readonly adapter: AdapterUnderTest;
  readonly requireProduct: (...names: string[]) => Link;
  readonly requireScope: (...scopes: string[]) => Link;
  readonly requireRole: (...roles: string[]) => Link;
  readonly require: (rule: AnyRule) => Link;
  readonly open: () => Link;
  readonly protectedResourceMetadata: () => Link;
}

/** Makes links of an adapter's guards. */
export function written(adapter: AdapterUnderTest): WrittenAuth {
  const link = (guard: unknown): Link => ({ kind: "guard", guard });
  const { everything, update, ready, health, close } = adapter;
  return {
    ...{ kind: "guard", guard: everything, adapter, update, ready, health, close },
    requireProduct: (...names) => link(adapter.requireProduct(...names)),
    requireScope: (...scopes) => link(adapter.requireScope(...scopes)),
    requireRole: (...roles) => link(adapter.requireRole(...roles)),
    require: (rule) => link(adapter.require(rule)),
    open: () => link(adapter.open()),
    protectedResourceMetadata: () => link(adapter.protectedResourceMetadata()),
  };
}
