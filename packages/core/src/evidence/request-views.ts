import type { IncomingMessage } from "node:http";
import { ExaminedRequest } from "./examined-request.js";

/** A request that may hold the view of an instance. */
type HoldingRequest = IncomingMessage & { [slot: symbol]: ExaminedRequest | undefined };

/**
 * The views that one instance has made, each held by its request, so that all guards share it. A `WeakMap` costs more, as
 * the garbage collector has to look after it.
 */
export class RequestViews {
  /** Identifies the instance in its views. */
  readonly owner: symbol = Symbol("productAuth.view");
  #anyOnRequest = false;

  /** The view of a request; made when there is none. */
  of(req: IncomingMessage, url?: string, address?: () => string | undefined): ExaminedRequest {
    return this.#find(req as HoldingRequest) ?? this.#make(req as HoldingRequest, url, address);
  }

  #find(req: HoldingRequest): ExaminedRequest | undefined {
    const { rawHeaders } = req;
    const first = isArray(rawHeaders) ? HeldView.of(rawHeaders) : undefined;
    if (first?.message === req)
      for (let view: ExaminedRequest | undefined = first; view !== undefined; view = view.next)
        if (view.owner === this.owner) return view;
    return this.#anyOnRequest ? req[this.owner] : undefined;
  }

  #make(req: HoldingRequest, url?: string, address?: () => string | undefined): ExaminedRequest {
    const view = new ExaminedRequest(this.owner, req, url, address);
    if (!isHeldByHeaders(view, req)) {
      this.#anyOnRequest = true;
      req[this.owner] = view;
    }
    return view;
  }
}

/**
 * Lets the `rawHeaders` of a request hold its view. V8 before version 13 (Node 20 and 22) gives an object whose prototype
 * was changed, as Express changes that of each request, a hidden class of its own with every property that is added:
 * that costs more than the decision. Returns false where the array cannot hold it: it is frozen or made by a getter, or
 * another request, such as a copy of this one, has the same array.
 */
function isHeldByHeaders(view: ExaminedRequest, req: IncomingMessage): boolean {
  const { rawHeaders } = req;
  if (!isArray(rawHeaders) || !Object.isExtensible(rawHeaders)) return false;
  const first = HeldView.of(rawHeaders);
  if (first === undefined) {
    new HeldView(rawHeaders, view);
    return req.rawHeaders === rawHeaders;
  }
  if (first.message !== req) return false;
  view.next = first.next;
  first.next = view;
  return true;
}

const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);

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
