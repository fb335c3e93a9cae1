/** A step of a router: a middleware, a mounted router, a route. Express promises none of it, so all may be missing. */
export interface Layer {
  readonly handle: Handle;
  readonly route?: Route | undefined;
  readonly match: (path: string) => boolean | { readonly path: string; readonly params?: object };
  /** The path that matched last, before router 2.3. */
  readonly path?: string;
  /** The parameters of what matched last, before router 2.3. */
  readonly params?: object;
  /** As declared; from router 2.3 on. */
  rawPath?: Declared | readonly Declared[];
  /** Express 5: declared without a path, or at "/". */
  readonly slash?: boolean;
  /** Express 5. */
  readonly matchers?: readonly { readonly name: string }[];
  /** Express 4: what the path was made into, and whether it stands for everything. */
  readonly regexp?: RegExp & { readonly fast_slash?: boolean; readonly fast_star?: boolean };
  readonly keys?: readonly { readonly name: string | number }[];
}

export type Declared = string | RegExp;

export interface Route {
  readonly path: Declared | readonly Declared[];
  readonly methods: Readonly<Record<string, boolean>>;
  readonly stack: readonly RouteStep[];
}

export interface RouteStep {
  readonly handle: Handle;
  /** In small letters; absent: for every method. */
  readonly method?: string | undefined;
}

// oxlint-disable-next-line typescript/no-explicit-any -- middleware of any application
export type Handle = (...args: any[]) => unknown;

/** Express 4 adds two steps, which answer nothing. */
export const isOfExpress = ({ handle }: Layer): boolean => ["query", "expressInit"].includes(handle.name);

/** Takes `(error, req, res, next)`: a request comes to it only after something else failed. */
export const isForErrors = ({ handle }: Layer): boolean => handle.length === 4;

/** Whether a handler has no way to let a request on: `(req, res)`. With no parameters it may be a wrapper that can. */
export const isLast = (handle: Handle): boolean => handle.length === 1 || handle.length === 2;

/** Whether every path leads through a step. */
export const isEverywhere = ({ slash, regexp }: Layer): boolean =>
  slash === true || regexp?.fast_slash === true || regexp?.fast_star === true;
