import type { Refuse, Unavailable } from "../../decision/decision.js";
import type { RequestEvidence } from "../../evidence/gather.js";
import { andThen, type Awaitable } from "../../lib/awaitable.js";
import { isQuiet } from "../../request/quiet-view.js";
import type { RequestView } from "../../request/request-view.js";
import type { Counter, CounterKind } from "../limits/counter-store.js";
import type { GuardedTaken, OnStoreFailure } from "../limits/guarded-counters-settings.js";
import {
  badCredentialCounter,
  countsAsBad,
  tooManyBadCredentials,
  type BadCredentialLimit,
} from "./bad-credential-counter.js";

/** What throttling takes. */
export interface ThrottleContext {
  readonly limit: BadCredentialLimit;
  readonly counters: {
    readonly kinds: readonly CounterKind[];
    take(counters: readonly Counter[], now: number, onFailure: OnStoreFailure): Awaitable<GuardedTaken>;
  };
  readonly onStoreFailure: OnStoreFailure;
  /** The caller's address; undefined when it cannot be read. */
  readonly addressOf: (view: RequestView) => string | undefined;
  readonly networkOf: (address: string) => string;
  /** Whether tokens are throttled, besides keys. */
  readonly tokens: boolean;
}

/** By preference: a store need not keep all kinds. */
const KINDS: readonly CounterKind[] = ["sliding-window", "token-bucket", "fixed-window"];

/**
 * Refuses requests from networks that have sent too many bad credentials, before anything is verified or looked up for
 * them. It admits no request: it only refuses more.
 */
export class BadCredentialThrottle {
  readonly #context: ThrottleContext;
  readonly #kind: CounterKind;
  readonly #onFailure: OnStoreFailure;

  constructor(context: ThrottleContext) {
    const { counters, onStoreFailure } = context;
    this.#context = context;
    this.#kind = KINDS.find((kind) => counters.kinds.includes(kind)) ?? "sliding-window";
    // A store of counters that fails must not refuse every request without a limit of its own: the credential is judged anyway.
    this.#onFailure = onStoreFailure === "refuse" ? "local" : onStoreFailure;
  }

  /**
   * The refusal of a request, when its network has no room; undefined when it may pass. Not for requests whose credentials
   * are known to be good: another caller behind the same address must not shut them out. Counts nothing.
   */
  judge(collected: RequestEvidence, now: number): Awaitable<Refuse | undefined> {
    // An open connection that is checked again sends nothing.
    if (collected.isThrottleAsked || isQuiet(collected.view)) return undefined;
    const { limit, counters } = this.#context;
    const address = this.#context.addressOf(collected.view);
    const taken = counters.take([this.#counter(address, 0)], now, this.#onFailure);
    return andThen(taken, (found) => {
      if (typeof found === "object" && "waits" in found)
        return tooManyBadCredentials(limit, found.waits[0]!, address);
      collected.isThrottleAsked = true;
      return undefined;
    });
  }

  /** Counts a refused credential, once per request. Nothing waits for it. */
  count({ outcome, code }: Refuse | Unavailable, collected: RequestEvidence, now: number): void {
    const { counters, tokens, addressOf } = this.#context;
    if (outcome !== "refuse" || collected.isRefusalCounted || !countsAsBad(code, tokens)) return;
    if (isQuiet(collected.view)) return;
    collected.isRefusalCounted = true;
    // Not `add`: above the limit nothing is counted, so a counter never holds more than the limit.
    void counters.take([this.#counter(addressOf(collected.view), 1)], now, this.#onFailure);
  }

  #counter(address: string | undefined, amount: 0 | 1): Counter {
    const { limit, networkOf } = this.#context;
    return badCredentialCounter(limit, this.#kind, address && networkOf(address), amount);
  }
}
