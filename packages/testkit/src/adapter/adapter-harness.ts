import type { RequestListener } from "node:http";
import type {
  Access,
  CatalogOptions,
  Explanation,
  Health,
  ProductAuth,
  ProductAuthOptions,
  Rule,
} from "@product-auth/core";

/**
 * How the contract gets at an adapter and its framework. `G` is a guard as routes of the framework carry it: a
 * middleware, a hook, a piece of route configuration.
 */
export interface AdapterHarness<G = unknown> {
  /** Makes the adapter, as an application would. Throws the adapter's `ConfigurationError`. */
  adapt(options: AnyOptions | ProductAuth<string, string>): AdapterUnderTest<G>;
  /** Builds an application of the framework as it is written down, in that order. */
  build(auth: AdapterUnderTest<G>, application: Application<G>): Promise<BuiltApplication> | BuiltApplication;
  /**
   * Where a program finds this harness: `import.meta.url` of a module that exports it, and under which name. Some
   * cases need a separate process, so the module must not need a test runner.
   */
  readonly source: { readonly module: string; readonly name: string };
}

export type AnyOptions = ProductAuthOptions<string, string>;
export type AnyRule = Rule<string, string>;

/** The names that every adapter has. */
export interface AdapterUnderTest<G = unknown> {
  /** What guards everything declared after it: `app.use(auth)`, a plugin registered. */
  readonly everything: G;
  readonly requireProduct: (...names: string[]) => G;
  readonly requireScope: (...scopes: string[]) => G;
  readonly requireRole: (...roles: string[]) => G;
  readonly require: (rule: AnyRule) => G;
  readonly open: () => G;
  /** Answers the metadata of RFC 9728. Throws `ConfigurationError` without the option `protectedResource`. */
  readonly protectedResourceMetadata: () => G;
  /** One of the functions that make guards, in place of a guard: the mistake of passing it without calling it. */
  readonly uncalled?: (name: Uncalled) => G;
  readonly update: (catalog: CatalogOptions<string, string>) => void;
  readonly ready: () => Promise<void>;
  readonly health: () => Health;
  readonly close: () => Promise<void>;
}

/** The functions that must be called before the framework gets what they return. */
export type Uncalled =
  | "productAuth"
  | "requireProduct"
  | "requireScope"
  | "requireRole"
  | "require"
  | "open"
  | "protectedResourceMetadata";

/** An application written down. */
export interface Application<G = unknown> {
  readonly declared: readonly Declared<G>[];
  /** Where everything ends that a step or a handler throws; what it gives is the answer. */
  readonly onError: (error: unknown) => Reply;
}

export type Declared<G = unknown> =
  /** Before everything declared after it in the same router: `app.use(...links)`. */
  | { readonly kind: "use"; readonly links: readonly Link<G>[] }
  /** A route. `paths` are literal, or have parameters as `:id`; `*path` at the end takes everything below. */
  | {
      readonly kind: "route";
      readonly methods: "all" | readonly Method[];
      readonly paths: readonly string[];
      readonly links: readonly Link<G>[];
      readonly handler: Handler;
    }
  /** A router, a plugin, an inner application at a path, guarded whole by `links`: `app.use(prefix, ...links, inner)`. */
  | {
      readonly kind: "mount";
      readonly prefix: string;
      readonly links: readonly Link<G>[];
      readonly declared: readonly Declared<G>[];
    };

export type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";

/** A guard of the adapter, something else that runs on the way, or the framework's usual CORS. */
export type Link<G = unknown> =
  | { readonly kind: "guard"; readonly guard: G }
  | { readonly kind: "step"; readonly step: (exchange: Exchange) => void | Promise<void> }
  /** Answers preflight requests with 204 and `Access-Control-Allow-Origin: https://app.example`, lets everything else on. */
  | { readonly kind: "cors" };

/** Answers a request. */
export type Handler = (exchange: Exchange) => Reply | Promise<Reply>;

/** A request as a handler sees it. */
export interface Exchange {
  readonly method: string;
  /** The target as the framework shows it to this handler. */
  readonly url: string;
  readonly params: Readonly<Record<string, string>>;
  /** What the framework's request carries (`req.productAuth`); undefined where no guard ran. */
  readonly access: Access<string | undefined> | undefined;
  /** The adapter's `accessOf`; throws `UnguardedRouteError` where no guard ran. */
  readonly accessOf: () => Access<string | undefined>;
  readonly explain: (rule?: AnyRule) => Promise<Explanation>;
}

export interface Reply {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as text when it is a string, else as JSON. */
  readonly body?: unknown;
}

export interface BuiltApplication {
  /** Serves one request of a `node:http` server. */
  readonly listener: RequestListener;
  /** Ends what the framework has running; the adapter is closed by the contract. */
  readonly close?: () => Promise<void>;
}
