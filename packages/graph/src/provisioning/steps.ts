import { GraphClient } from "../client/graph-client.js";
import { GraphFailure } from "../client/graph-failure.js";
import { TokenSource } from "../client/token-source.js";
import { DirectoryReader } from "../directory/reads.js";
import { DirectoryWriter } from "../directory/writes.js";
import type { Purpose } from "../findings/finding-of-failure.js";
import type { SettledGraphOptions } from "../options/settle-graph-options.js";
import { PasswordWriter } from "../secrets/password-writer.js";
import { provisioningErrorOf } from "./provisioning-error-of.js";

/** Ids that are remembered as new: more than a process makes while Graph may not know them. */
const MOST_REMEMBERED = 10_000;

/** What one step of provisioning works with. */
export interface Step {
  readonly at: string;
  readonly instance: string;
  readonly client: GraphClient;
  readonly reader: DirectoryReader;
  readonly writer: DirectoryWriter;
  readonly passwords: PasswordWriter;
  readonly clock: () => number;
  /** What the next calls are for. */
  purpose: Purpose;
}

/** Runs steps that share a token and the memory of new ids, each with its own limit of time. */
export class Steps {
  readonly #options: SettledGraphOptions;
  readonly #instance: string;
  readonly #tokens: TokenSource;
  readonly #made = new Set<string>();

  constructor(options: SettledGraphOptions, instance: string) {
    this.#options = options;
    this.#instance = instance;
    this.#tokens = new TokenSource(options.credential, options.scope, options.clock);
  }

  /** Rejects with `ProvisioningError`. */
  async run<T>(at: string, act: (step: Step) => Promise<T>): Promise<T> {
    const { clock, timeout } = this.#options;
    const deadline = clock() + timeout * 1000;
    const left = {
      // The calls of a step share its time: each one may wait for what is left.
      get timeout() {
        return Math.min(timeout, Math.max(0, (deadline - clock()) / 1000)); // a clock may be set back
      },
    };
    const settled = { ...this.#options, longestExchange: timeout * 1000 };
    const options = Object.defineProperties(settled, Object.getOwnPropertyDescriptors(left));
    const client = new GraphClient(options, this.#tokens);
    const reader = new DirectoryReader(client);
    if (this.#made.size > MOST_REMEMBERED) this.#made.clear();
    const step: Step = {
      at,
      instance: this.#instance,
      client,
      reader,
      writer: new DirectoryWriter(client, reader, this.#made),
      passwords: new PasswordWriter(client, reader),
      clock,
      purpose: "read",
    };
    try {
      return await act(step);
    } catch (error) {
      if (error instanceof GraphFailure) throw provisioningErrorOf(error, at, step.purpose);
      throw error;
    }
  }
}
