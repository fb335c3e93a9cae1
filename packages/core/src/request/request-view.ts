import type { IncomingMessage } from "node:http";
import { pathOf, type Routing } from "./routing.js";

/** What a request says, read without copying. An adapter gives one of these per request. */
export interface RequestView {
  readonly method: string;
  /** Path without the query, as sent. */
  readonly path: string;
  /** How the framework finds the handler, where that is not by `path` alone. Decisions by path go by it. */
  readonly routing?: Routing | undefined;
  /** One value, every value when the field was sent more than once, or undefined. `name` in lower case. */
  header(name: string): string | readonly string[] | undefined;
  /** One value, every value when the parameter was sent more than once, or undefined. */
  query(name: string): string | readonly string[] | undefined;
}

/** A query longer than this is not searched for credentials. */
const MAX_QUERY_LENGTH = 16_384;

/**
 * The view of a Node request, shared by every adapter on `node:http`.
 * `url` is the target as the client sent it; frameworks rewrite `message.url` when they mount routers.
 */
export class NodeRequestView implements RequestView {
  /** The request itself. */
  readonly message: IncomingMessage;
  readonly #url: string;
  #routing: Routing | undefined;

  constructor(message: IncomingMessage, url: string = message.url ?? "/") {
    this.message = message;
    this.#url = url;
  }

  /** Told anew by every guard: between two of them a router may have gone on. */
  get routing(): Routing | undefined {
    return this.#routing;
  }

  set routing(routing: Routing | undefined) {
    this.#routing = routing;
  }

  get method(): string {
    return this.message.method ?? "GET";
  }

  get path(): string {
    return pathOf(this.#url);
  }

  // Node's `headers` keeps only the first of two Authorization fields and joins other repeated ones with a comma;
  // a proxy in front may have read the other one. `rawHeaders` shows what was sent.
  header(name: string): string | readonly string[] | undefined {
    const raw = this.message.rawHeaders;
    let first: string | undefined;
    let all: string[] | undefined;
    for (let i = 0; i + 1 < raw.length; i += 2) {
      const field = raw[i];
      if (field === undefined || field.length !== name.length || field.toLowerCase() !== name) continue;
      const value = raw[i + 1] ?? "";
      if (first === undefined) first = value;
      else (all ??= [first]).push(value);
    }
    return all ?? first;
  }

  query(name: string): string | readonly string[] | undefined {
    const question = this.#url.indexOf("?");
    if (question === -1 || this.#url.length - question > MAX_QUERY_LENGTH) return undefined;
    // Written as it is, or with escapes: else it is not there, and the rest need not be taken apart.
    if (!this.#url.includes(name, question) && !/[%+]/.test(this.#url)) return undefined;
    const values = new URLSearchParams(this.#url.slice(question)).getAll(name);
    return values.length > 1 ? values : values[0];
  }
}
