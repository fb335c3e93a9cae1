/** What a provider did last, in this process. Holds no secret and no person. */
export interface ProviderState {
  /** Milliseconds since 1970, like all of these. */
  readonly lastSignIn?: number;
  /** When it could not be reached, unless it answered since. */
  readonly unreachableSince?: number;
  /** The last refusal by the issuer: its code, such as `AADSTS7000222`. */
  readonly lastRefusal?: { readonly reason: string; readonly at: number };
  /** When a user last signed in whose groups the id_token did not list (more than 200): they got no group by object id. */
  readonly groupsOmittedAt?: number;
}

/** Keeps what each provider did last, for the health of the portal. */
export class ProviderHealth {
  readonly #states = new Map<string, ProviderState>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  of(provider: string): ProviderState {
    return this.#states.get(provider) ?? {};
  }

  reached(provider: string): void {
    const { unreachableSince: _, ...rest } = this.of(provider);
    this.#states.set(provider, rest);
  }

  unreachable(provider: string): void {
    const state = this.of(provider);
    this.#states.set(provider, { ...state, unreachableSince: state.unreachableSince ?? this.#clock() });
  }

  refused(provider: string, reason: string): void {
    this.reached(provider);
    this.#states.set(provider, { ...this.of(provider), lastRefusal: { reason, at: this.#clock() } });
  }

  signedIn(provider: string, hasGroups: boolean): void {
    this.reached(provider);
    const now = this.#clock();
    this.#states.set(provider, {
      ...this.of(provider),
      lastSignIn: now,
      ...(!hasGroups && { groupsOmittedAt: now }),
    });
  }
}
