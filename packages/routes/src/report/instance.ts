/** What `productAuth()` of an adapter gives, whatever its framework. */
export interface Instance {
  readonly requireProduct: (...names: never[]) => unknown;
  readonly open: () => unknown;
}

/** Throws `TypeError` for anything that is not an instance: the arguments may have been given the wrong way round. */
export function checkInstance(auth: unknown): asserts auth is Instance {
  const { requireProduct, open } = (auth ?? {}) as Partial<Record<keyof Instance, unknown>>;
  if (typeof requireProduct === "function" && typeof open === "function") return;
  throw new TypeError("report(app, auth) takes what productAuth() gave as its second argument.");
}
