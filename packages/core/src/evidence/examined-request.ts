import type { IncomingMessage } from "node:http";
import type { RequestEvidence } from "./gather.js";
import { NodeRequestView } from "../request/request-view.js";

/** The view of a Node request with the evidence that one instance has collected. Private: a request may be logged. */
export class ExaminedRequest extends NodeRequestView {
  /** The instance that made this view. */
  readonly owner: symbol;
  #collected: RequestEvidence | undefined;
  #next: ExaminedRequest | undefined;

  constructor(owner: symbol, message: IncomingMessage, url?: string, address?: () => string | undefined) {
    super(message, url, address);
    this.owner = owner;
  }

  get collected(): RequestEvidence | undefined {
    return this.#collected;
  }

  set collected(collected: RequestEvidence | undefined) {
    this.#collected = collected;
  }

  /** The view of the same request that another instance has made. */
  get next(): ExaminedRequest | undefined {
    return this.#next;
  }

  set next(next: ExaminedRequest | undefined) {
    this.#next = next;
  }
}
