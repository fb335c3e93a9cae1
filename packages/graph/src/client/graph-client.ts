import { randomUUID } from "node:crypto";
import type { SettledGraphOptions } from "../options/settle-graph-options.js";
import { exchange, type HttpAnswer } from "./exchange.js";
import { graphErrorOf, isInvisible, type GraphError } from "./graph-error.js";
import { GraphFailure, type FailureReason } from "./graph-failure.js";
import type { JsonMembers } from "./json-value.js";
import { own, ownText } from "./own.js";
import { Patience, refuseStopped } from "./patience.js";
import { shown } from "./shown.js";
import { TokenSource } from "./token-source.js";

/** A call to Graph. */
export interface GraphCall {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below the base address, with a slash at its start. */
  readonly path: string;
  readonly body?: JsonMembers;
  /** Sends `Prefer: create-if-missing`. */
  readonly upsert?: boolean;
  /** What the call concerns, for progress: `products.gold`. */
  readonly at: string;
  /** Whether an id of the call was made in this run: Graph may not know it everywhere yet. */
  readonly fresh?: boolean;
  /** Seconds that this call waits at most, when that is less than the run's `timeout`. */
  readonly atMost?: number;
  /**
   * For a POST whose answer was lost: reads whether it was executed. An answer other than undefined is used instead of a
   * second call.
   */
  readonly look?: () => Promise<HttpAnswer | undefined>;
  /** Errors that the caller handles. They are returned as answers. */
  readonly expects?: (error: GraphError) => boolean;
}

/** Tries after a 403, and after a 409 or 412 that names no existing object. */
const TRIES_AGAIN = 3;
const MOST_PAGES = 10_000;
/** Characters of all pages of a list: what a run keeps in memory. */
const MOST_CHARACTERS = 512 * 1024 * 1024;

/** Calls Microsoft Graph: headers, waits and retries of every call. */
export class GraphClient {
  readonly #options: SettledGraphOptions;
  readonly #tokens: TokenSource;

  /** `tokens`: those of another client, which are used if they are for the same credential and scope. */
  constructor(options: SettledGraphOptions, tokens?: TokenSource) {
    this.#options = options;
    const { credential, scope, clock } = options;
    this.#tokens =
      tokens?.isFor(credential, scope) === true ? tokens : new TokenSource(credential, scope, clock);
  }

  /** For another client of the same run. */
  get tokens(): TokenSource {
    return this.#tokens;
  }

  get clock(): () => number {
    return this.#options.clock;
  }

  /** The waits of a step that consists of several calls. */
  patience(seconds?: number): Patience {
    return new Patience(this.#options, seconds);
  }

  /** Returns an answer with a status below 300, or one that the caller expects. Throws `GraphFailure` otherwise. */
  send(call: GraphCall): Promise<HttpAnswer> {
    return this.#send(call, this.#options.graphUrl + call.path);
  }

  /** All pages of a list. */
  async list(call: {
    readonly path: string;
    readonly at: string;
    readonly fresh?: boolean;
  }): Promise<readonly unknown[]> {
    const found: unknown[] = [];
    const seen = new Set<string>();
    let size = 0;
    let url: string | undefined = this.#options.graphUrl + call.path;
    while (url !== undefined) {
      const answer: HttpAnswer = await this.#send({ ...call, method: "GET" }, url);
      for (const item of this.#itemsOf(answer, call)) found.push(item);
      seen.add(url);
      size += answer.size ?? 0;
      const link = ownText(answer.json, "@odata.nextLink");
      url = this.#nextPage(
        link,
        call.path,
        (next) => seen.has(next) || seen.size >= MOST_PAGES || size > MOST_CHARACTERS,
      );
    }
    return found;
  }

  // A page without a list, such as a proxy's, is not an empty list: the run would create everything a second time.
  #itemsOf({ json }: HttpAnswer, { path }: { readonly path: string }): readonly unknown[] {
    const items = own(json, "value");
    if (Array.isArray(items)) return items as readonly unknown[];
    throw new GraphFailure({
      reason: "invalid answer",
      call: `GET ${path}`,
      text: "the answer contains no list",
    });
  }

  // The token must not reach another server, and a page that refers to itself must not keep the run busy.
  #nextPage(
    link: string | undefined,
    path: string,
    isEndless: (link: string) => boolean,
  ): string | undefined {
    if (link === undefined) return undefined;
    const invalid = (text: string) =>
      new GraphFailure({ reason: "invalid answer", call: `GET ${path}`, text });
    if (!URL.canParse(link)) throw invalid("@odata.nextLink is not a URL");
    const { origin, username, password } = new URL(link);
    if (`${username}${password}` !== "") throw invalid("@odata.nextLink contains a user or a password");
    if (origin !== new URL(this.#options.graphUrl).origin)
      throw invalid("@odata.nextLink leads to another origin; the token is not sent there");
    if (isEndless(link)) throw invalid("@odata.nextLink never ends");
    return link;
  }

  async #send(call: GraphCall, url: string): Promise<HttpAnswer> {
    const patience = new Patience(this.#options, call.atMost);
    let token = await this.#tokens.token(patience);
    let isRenewed = false;
    for (;;) {
      refuseStopped(this.#options.signal);
      const answer = await exchange(this.#request(call, url, token), this.#options);
      if (answer === "cut") refuseStopped(this.#options.signal);
      if (answer === "too large")
        throw this.#failure("invalid answer", call, undefined, "the answer is too large");
      if (answer !== "cut" && isComplete(answer, call)) return answer;
      if (answer !== "cut" && answer.status === 401) {
        const next: string | undefined = isRenewed ? undefined : await this.#tokens.token(patience, token);
        if (next === undefined) throw this.#failure("unauthorized", call, answer);
        [token, isRenewed] = [next, true];
      } else {
        const found = await this.#again(call, answer, patience);
        if (found !== undefined) return found;
        token = await this.#tokens.token(patience);
      }
    }
  }

  /** Waits as the answer asks. Returns what an earlier try has done, undefined to try again, or throws. */
  async #again(
    call: GraphCall,
    answer: HttpAnswer | "cut",
    patience: Patience,
  ): Promise<HttpAnswer | undefined> {
    const { at, fresh = false } = call;
    if (answer === "cut" || answer.status === 503 || answer.status === 504) {
      const why = `${at}: Microsoft Graph does not answer`;
      const after = answer === "cut" ? undefined : answer.retryAfter;
      if (!(await patience.asked(after, "unavailable", 1, why)))
        throw this.#failure("unavailable", call, answer === "cut" ? undefined : answer);
      return call.look?.();
    }
    const { status, retryAfter } = answer;
    if (status === 429) {
      const why = `${at}: Microsoft Graph throttles`;
      if (!(await patience.asked(retryAfter, "throttled", 2, why)))
        throw this.#failure("throttled", call, answer);
      return undefined;
    }
    const error = graphErrorOf(answer);
    const why = `${at}: not visible everywhere in Microsoft Graph yet`;
    if (fresh && isInvisible(error)) {
      if (await patience.doubling("invisible", 1, why)) return undefined;
      throw this.#failure("not visible", call, answer);
    }
    const mayPass =
      (fresh && status === 403 && error.code !== "Directory_QuotaExceeded") ||
      status === 409 ||
      status === 412;
    if (mayPass && patience.count(`status ${status}`) < TRIES_AGAIN)
      if (
        await patience.doubling(
          `status ${status}`,
          1,
          status === 403 ? why : `${at}: changed by another caller`,
        )
      )
        return undefined;
    throw this.#failure("refused", call, answer);
  }

  #request({ method, body, upsert = false }: GraphCall, url: string, token: string) {
    return {
      method,
      url,
      headers: {
        authorization: `Bearer ${token}`,
        "client-request-id": randomUUID(),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(upsert && { prefer: "create-if-missing" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
  }

  /** The failure for an answer that a caller expected and cannot use after all. Without tokens, like every other. */
  refusal(call: Pick<GraphCall, "method" | "path">, answer: HttpAnswer): GraphFailure {
    return this.#failure("refused", call, answer);
  }

  #failure(
    reason: FailureReason,
    { method, path }: Pick<GraphCall, "method" | "path">,
    answer?: HttpAnswer,
    detail?: string,
  ): GraphFailure {
    const call = `${method} ${path.replace(/\?.*$/s, "")}`;
    if (answer === undefined)
      return new GraphFailure({ reason, call, ...(detail !== undefined && { text: detail }) });
    const { status, code, message } = graphErrorOf(answer);
    return new GraphFailure({
      reason,
      call,
      status,
      code: shown(code, this.#tokens.secrets).slice(0, 80),
      text: detail ?? shown(message, this.#tokens.secrets),
      ...(answer.retryAfter !== undefined && { retryAfter: answer.retryAfter }),
      ...(answer.requestId !== undefined && { requestId: shown(answer.requestId, this.#tokens.secrets) }),
    });
  }
}

function isComplete(answer: HttpAnswer, { expects }: GraphCall): boolean {
  if (answer.status >= 200 && answer.status < 300) return true;
  // Throttling and outages are waited for here, whatever the caller expects.
  if ([401, 429, 503, 504].includes(answer.status)) return false;
  return expects?.(graphErrorOf(answer)) ?? false;
}
