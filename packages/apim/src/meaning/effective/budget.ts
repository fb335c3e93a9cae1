import { InputError } from "../../files/input-error.js";

/** Far above what services have: an API with 200 operations in 50 products, with 20 rules each, takes 200,000. */
const MOST_STEPS = 8_000_000;

/** Bounds the work and memory that documents can ask for by including each other. */
export class Budget {
  #left: number;

  constructor(steps: number = MOST_STEPS) {
    this.#left = steps;
  }

  /** Takes steps of all that are left. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left >= 0) return;
    throw new InputError(
      "policies",
      "fragments and broader scopes are included more often than an import can follow",
      "Import the APIs in several runs.",
    );
  }
}
