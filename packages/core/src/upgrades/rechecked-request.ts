import { NodeRequestView, type RequestView } from "../request/request-view.js";
import type { QuietView } from "../operators/events.js";

/**
 * A request that was admitted before, asked about again: its credentials are examined anew. Operators are told when the
 * connection is ended, and not of every check.
 */
export class RecheckedRequest extends NodeRequestView implements QuietView {
  readonly quiet = true;
  readonly #view: NodeRequestView;

  constructor(view: NodeRequestView) {
    super(view.message);
    this.#view = view;
  }

  override get method(): string {
    return this.#view.method;
  }

  override get path(): string {
    return this.#view.path;
  }

  override header(name: string): ReturnType<RequestView["header"]> {
    return this.#view.header(name);
  }

  override query(name: string): ReturnType<RequestView["query"]> {
    return this.#view.query(name);
  }
}
