import { ProvisioningError } from "@product-auth/core/clients";

/** What Entra ID answered last, in this process. Holds no secret. */
export interface ProvisioningState {
  /** When it answered last. Milliseconds since 1970, like all of these. */
  readonly answeredAt?: number;
  /** Since when it cannot be reached, unless it answered since. */
  readonly unreachableSince?: number;
  /** The last refusal for a missing permission, unless a later call succeeded. */
  readonly refused?: { readonly message: string; readonly finding?: string; readonly at: number };
}

/** Keeps what Entra ID answered last, for the health of the portal. */
export class ProvisioningHealth {
  #state: ProvisioningState = {};
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  get state(): ProvisioningState {
    return this.#state;
  }

  answered(): void {
    this.#state = { answeredAt: this.#clock() };
  }

  failed({ reason, message, finding }: ProvisioningError): void {
    const now = this.#clock();
    if (reason === "unavailable")
      this.#state = { ...this.#state, unreachableSince: this.#state.unreachableSince ?? now };
    else if (reason === "refused")
      this.#state = {
        answeredAt: now,
        refused: { message, at: now, ...(finding !== undefined && { finding }) },
      };
    else if (reason !== "manual") this.answered();
  }
}
