import type { IncomingMessage } from "node:http";
import type { Routing } from "../request/routing.js";

/** The properties that Express and Connect add to a request; a plain Node request has none of them. */
export type RoutedRequest = IncomingMessage & {
  /** The target as the client sent it. */
  originalUrl?: string;
  /** Express only: the prefix that mounted routers have removed from `url`. */
  baseUrl?: string;
  /** Express only: the address of the caller, as its setting `trust proxy` says. */
  readonly ip?: string | undefined;
};

/** The address of the caller as Express knows it; Connect and Node know that of the connection only. */
export const addressOf = (req: RoutedRequest) => (): string | undefined => req.ip ?? req.socket.remoteAddress;

/**
 * How Express and Connect route a request. Express routers match `url`, which middleware may have rewritten, below
 * `baseUrl`. Connect removes the mount path without storing it, so the target as sent is used there.
 */
export function routingOf(req: RoutedRequest): Routing {
  return new ExpressRouting(req);
}

// A getter, so that the target is built only when the path is used.
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
