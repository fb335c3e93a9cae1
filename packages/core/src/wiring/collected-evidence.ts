import { lookUpClient } from "../evidence/clients/look-up-client.js";
import type { Evidence } from "../evidence/evidence.js";
import { ExaminedRequest } from "../evidence/examined-request.js";
import { gather, RequestEvidence, type Gatherers } from "../evidence/gather.js";
import { lookUpKey } from "../evidence/subscriptions/look-up-key.js";
import type { TokenValidator } from "../evidence/tokens/signed-token-validator.js";
import type { Awaitable } from "../lib/awaitable.js";
import type { Settings } from "../options/settings.js";
import { readCredentials, type Credentials } from "../request/credentials.js";
import type { RequestView } from "../request/request-view.js";
import type { CompiledRule } from "../rules/rule.js";

/** The credentials of requests, and what is known about them: read and examined once, however many guards a request has. */
export class CollectedEvidence {
  readonly #sources: Settings["sources"];
  readonly #from: Gatherers;
  /** Identifies the instance in the views that it makes. */
  readonly #slot: symbol;
  /** For views that the instance did not make. */
  readonly #collected = new WeakMap<RequestView, RequestEvidence>();

  constructor(
    { sources, store, peppers, storeTimeout, clients }: Settings,
    tokens: TokenValidator,
    slot: symbol,
  ) {
    this.#sources = sources;
    this.#slot = slot;
    this.#from = {
      token: (text, now, view) => tokens.verify(text, now, view),
      key: (text) => lookUpKey(text, store, peppers, storeTimeout),
      ...(clients !== undefined && { client: (id: string) => lookUpClient(id, clients) }),
    };
  }

  /** What the request carries where the rule looks, read at the first call. */
  of(view: RequestView, requirement: CompiledRule): RequestEvidence {
    const sources = this.#sources;
    const { key = sources.key, tokenPlace = sources.token } = requirement;
    const own = this.#ownView(view);
    const known = own === undefined ? this.#collected.get(view) : own.collected;
    if (known?.keyNames === key && known.tokenPlace === tokenPlace) return known;
    const credentials = readCredentials(view, sources, key, tokenPlace);
    const collected = new RequestEvidence(view, credentials, key, tokenPlace, known);
    if (own === undefined) this.#collected.set(view, collected);
    else own.collected = collected;
    return collected;
  }

  /** Examines what the rule needs of it. */
  gather(view: RequestView, requirement: CompiledRule, now: number): Awaitable<Evidence> {
    return gather(this.of(view, requirement), requirement, this.#from, now);
  }

  /** What the request carries, when a guard has read it. */
  credentialsIn(view: RequestView): Credentials | undefined {
    const own = this.#ownView(view);
    return (own === undefined ? this.#collected.get(view) : own.collected)?.credentials;
  }

  // A view of another instance carries evidence from that instance's issuers and store.
  #ownView(view: RequestView): ExaminedRequest | undefined {
    return view instanceof ExaminedRequest && view.owner === this.#slot ? view : undefined;
  }
}
