/** How the framework routes a request, as far as the adapter knows. */
export interface Routing {
  /**
   * The request targets by which a handler may be selected, after mounts and rewriting middleware. When there are
   * several, every target that matches an API must match the same API and the same operation.
   */
  readonly targets: readonly string[];
  /** Pattern of the route, when the router has already selected it. */
  readonly route?: string | undefined;
}

/** Removes the query from a request target. */
export function pathOf(target: string): string {
  const question = target.indexOf("?");
  return question === -1 ? target : target.slice(0, question);
}
