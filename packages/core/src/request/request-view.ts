import type { IncomingMessage } from "node:http";
import { readParsedHeader } from "./parsed-headers.js";
import { pathOf, type Routing } from "./routing.js";

/** Read access to a request without copying it. An adapter makes one per request. */
export interface RequestView {
  readonly method: string;
  /** Path without the query, as sent. */
  readonly path: string;
  /** How the framework selects the handler, when it does not use `path` alone. Rules that depend on the path use it. */
  readonly routing?: Routing | undefined;
  /**
   * The value of a field, all values when it was sent more than once, or undefined. `name` is a field name in lower
   * case. In HTTP/2, `host` is `:authority` when there is no such field.
   */
  header(name: string): string | readonly string[] | undefined;
  /** The value of a parameter, all values when it was sent more than once, or undefined. */
  query(name: string): string | readonly string[] | undefined;
  /**
   * The address of the caller: that of the connection, or what a proxy that the framework trusts reports. Not yet
   * normalized. Asked only by policies that need it; without it, such policies refuse.
   */
  address?(): string | undefined;
}

/** Maximum length of a query that is searched for credentials, in characters. */
const MAX_QUERY_LENGTH = 16_384;

/**
 * The view of a `node:http` request. `url` is the request target as the client sent it (default `message.url`);
 * frameworks rewrite `message.url` when they mount routers. `address`: asks the framework for the address of the caller (default: the
 * connection's).
 */
export class NodeRequestView implements RequestView {
  /** The request itself. */
  readonly message: IncomingMessage;
  readonly #url: string;
  #routing: Routing | undefined;
  #address: (() => string | undefined) | undefined;

  constructor(
    message: IncomingMessage,
    url: string = message.url ?? "/",
    address?: () => string | undefined,
  ) {
    this.message = message;
    this.#url = url;
    this.#address = address;
  }

  address(): string | undefined {
    return this.#address === undefined ? this.message.socket?.remoteAddress : this.#address();
  }

  /** Set by every guard: a router may have moved on between two guards. */
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

  // In HTTP/2 the host is in a pseudo-header field (RFC 9113 §8.3.1). Only this view asks for it: `Headers` of a
  // fetch-like request throws for a name that is no field name.
  header(name: string): string | readonly string[] | undefined {
    const value = this.#field(name);
    return value === undefined && name === "host" ? this.#field(":authority") : value;
  }

  /** Like `header`, for a name that most callers write like this: theirs is found without a copy in lower case. */
  headerWritten(name: string, written: string): string | readonly string[] | undefined {
    return this.#field(name, written);
  }

  // Node's `headers` keeps only the first of two Authorization fields and joins other repeated ones with a comma;
  // a proxy in front may have read the other one. `rawHeaders` shows what was sent.
  #field(name: string, written?: string): string | readonly string[] | undefined {
    const raw: readonly string[] | null | undefined = this.message.rawHeaders;
    if (raw === undefined || raw === null || raw.length === 0) return readParsedHeader(this.message, name);
    let first: string | undefined;
    let all: string[] | undefined;
    for (let i = 0; i + 1 < raw.length; i += 2) {
      const field = raw[i];
      if (typeof field !== "string" || field.length !== name.length) continue;
      if (field !== written && field.toLowerCase() !== name) continue;
      const value = raw[i + 1] ?? "";
      if (first === undefined) first = value;
      else (all ??= [first]).push(value);
    }
    return all ?? first;
  }

  query(name: string): string | readonly string[] | undefined {
    const question = this.#url.indexOf("?");
    if (question === -1 || this.#url.length - question > MAX_QUERY_LENGTH) return undefined;
    // A parameter is written literally or percent-encoded. Without either it is absent, and parsing is skipped.
    if (!this.#url.includes(name, question) && !/[%+]/.test(this.#url)) return undefined;
    const values = new URLSearchParams(this.#url.slice(question)).getAll(name);
    return values.length > 1 ? values : values[0];
  }
}
