import type { Findings, Part } from "../parts/part.js";
import { messageOf, runAgain } from "../run-again.js";
import type { RunOptions } from "../run-part.js";
import type { OpenWorld } from "../world/make-world.js";
import type { Checkout } from "./checkout.js";

/** Nothing: the revision does not know what the part measures. */
const NOTHING: Findings = { tables: [] };

/**
 * The revision, measured by the code that measures the working tree. Where that code asks for something that the
 * revision does not have, the revision's own bench measures the part; where that has no such part, its rows are new.
 */
export class Reference {
  readonly #checkout: Checkout;
  readonly #house: OpenWorld;
  readonly #tell: (says: string) => void;
  /** What measures each part; undefined for parts that are new. */
  readonly #benches = new Map<string, URL | undefined>();

  constructor(checkout: Checkout, house: OpenWorld, tell: (says: string) => void) {
    this.#checkout = checkout;
    this.#house = house;
    this.#tell = tell;
  }

  /** Runs a part. The first run settles what measures it. */
  async run(part: Part, options: RunOptions): Promise<Findings> {
    if (!this.#benches.has(part.name)) return this.#first(part, options);
    const bench = this.#benches.get(part.name);
    return bench === undefined ? NOTHING : this.#measure(part, bench, options);
  }

  async #first(part: Part, options: RunOptions): Promise<Findings> {
    const { bench, ownBench } = this.#checkout;
    try {
      const findings = await this.#measure(part, bench, options);
      this.#benches.set(part.name, bench);
      return findings;
    } catch (error) {
      options.signal?.throwIfAborted();
      this.#tell(`The working tree's bench cannot measure the revision. ${messageOf(error)}`);
      const own = await ownBench();
      if (own === undefined) throw error;
      this.#tell(`Its own bench measures ${part.name}: more than the packages differs between the two.`);
      return this.#byItself(part, own, options);
    }
  }

  async #byItself(part: Part, own: URL, options: RunOptions): Promise<Findings> {
    try {
      const findings = await this.#measure(part, own, options);
      this.#benches.set(part.name, own);
      return findings;
    } catch (error) {
      if (!/There is no part /.test(messageOf(error))) throw error;
      this.#tell(`Its own bench has no part ${part.name}: the rows are new.`);
      this.#benches.set(part.name, undefined);
      return NOTHING;
    }
  }

  async #measure(part: Part, bench: URL, options: RunOptions): Promise<Findings> {
    return (await runAgain(part, this.#house, { ...options, bench }, this.#tell)).findings;
  }
}
