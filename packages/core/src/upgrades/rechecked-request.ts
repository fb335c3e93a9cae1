import { NodeRequestView, type RequestView } from "../request/request-view.js";
import type { QuietView } from "../request/quiet-view.js";

/**
 * The view of an admitted request that is decided again: its credentials are examined again. Emits no event per check; an
 * event is emitted when the connection is closed.
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

  // Behind a proxy, the connection's address is another one.
  override address(): string | undefined {
    return this.#view.address();
  }

  override header(name: string): ReturnType<RequestView["header"]> {
    return this.#view.header(name);
  }

  override query(name: string): ReturnType<RequestView["query"]> {
    return this.#view.query(name);
  }
}
