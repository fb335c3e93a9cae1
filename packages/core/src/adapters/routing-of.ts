import type { IncomingMessage } from "node:http";
import type { Routing } from "../request/routing.js";

/** What Express and Connect keep of a request's way; all of it is missing on a plain Node request. */
export type RoutedRequest = IncomingMessage & {
  /** The target as the client sent it. */
  originalUrl?: string;
  /** Express: what the routers on the way have taken off `url`. Connect has no such thing. */
  baseUrl?: string;
};

/**
 * Where Express takes a request: its routers go by `url`, which middleware may have rewritten, below `baseUrl`. Connect
 * takes the mount's part off and keeps it nowhere, so there what the client sent has to do.
 */
export function routingOf(req: RoutedRequest): Routing {
  return new ExpressRouting(req);
}

// Put together only for those who decide by path.
class ExpressRouting implements Routing {
  readonly #req: RoutedRequest;

  constructor(req: RoutedRequest) {
    this.#req = req;
  }

  get targets(): readonly string[] {
    const { baseUrl, url = "/", originalUrl = url } = this.#req;
    return [baseUrl === undefined ? originalUrl : baseUrl + url];
  }
}
