/** Where the framework's router takes a request, as far as an adapter knows. */
export interface Routing {
  /**
   * The targets by which handlers may be chosen: what mounts and rewriting middleware have left, put together again.
   * Where there are several, all that lead to an API must lead to the same one, and to the same operation.
   */
  readonly targets: readonly string[];
  /** Pattern of the route, where the router has chosen it already. */
  readonly route?: string | undefined;
}

/** A target without its query. */
export function pathOf(target: string): string {
  const question = target.indexOf("?");
  return question === -1 ? target : target.slice(0, question);
}
