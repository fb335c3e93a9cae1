import type { IncomingMessage } from "node:http";
import { ExaminedRequest } from "./examined-request.js";

/** A request that may have the view of an instance as a property. */
type RequestWithView = IncomingMessage & { [owner: symbol]: ExaminedRequest | undefined };

/**
 * The views that one instance has made. The request's array `rawHeaders` holds them, so that all guards share them. Express
 * changes the prototype of each request. Before version 13 (Node 20 and 22), V8 gives an object with a changed prototype a
 * new hidden class for every property that is added, and no other object shares it: that costs more than the decision.
 * A `WeakMap` costs as much, as the garbage collector has to look after it.
 */
export class RequestViews {
  /** Identifies the instance in its views. */
  readonly owner: symbol = Symbol("productAuth.view");
  #hasProperties = false;

  /** The view of a request; made when there is none. */
  of(req: IncomingMessage, url?: string, address?: () => string | undefined): ExaminedRequest {
    const { rawHeaders } = req as { readonly rawHeaders: unknown };
    if (!Array.isArray(rawHeaders)) return this.#asProperty(req as RequestWithView, url, address);
    const first = HeldView.of(rawHeaders);
    if (first?.message === req)
      return first.owner === this.owner ? first : this.#after(first, req, url, address);
    const known = this.#hasProperties ? (req as RequestWithView)[this.owner] : undefined;
    if (known !== undefined) return known;
    // The array may be that of another request, such as the one that this is a copy of.
    if (first !== undefined) return this.#asProperty(req as RequestWithView, url, address);
    const view = new ExaminedRequest(this.owner, req, url, address);
    new HeldView(rawHeaders, view);
    // Some runtimes make a new array whenever it is read.
    return req.rawHeaders === rawHeaders ? view : this.#asProperty(req as RequestWithView, url, address);
  }

  // Several instances have views of one request.
  #after(
    first: ExaminedRequest,
    req: IncomingMessage,
    url?: string,
    address?: () => string | undefined,
  ): ExaminedRequest {
    for (let { next } = first; next !== undefined; next = next.next)
      if (next.owner === this.owner) return next;
    const view = new ExaminedRequest(this.owner, req, url, address);
    view.next = first.next;
    first.next = view;
    return view;
  }

  #asProperty(req: RequestWithView, url?: string, address?: () => string | undefined): ExaminedRequest {
    this.#hasProperties = true;
    return (req[this.owner] ??= new ExaminedRequest(this.owner, req, url, address));
  }
}

class Given {
  constructor(given: object) {
    return given;
  }
}

/** Adds a private field to an array: no log, copy or comparison of the header fields shows the view. */
class HeldView extends Given {
  readonly #first: ExaminedRequest;

  constructor(rawHeaders: object, first: ExaminedRequest) {
    super(rawHeaders);
    this.#first = first;
  }

  static of(rawHeaders: object): ExaminedRequest | undefined {
    return #first in rawHeaders ? rawHeaders.#first : undefined;
  }
}
