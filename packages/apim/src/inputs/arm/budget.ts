/** What an evaluation could not do. The value becomes unknown. */
export class EvaluationProblem extends Error {}

/** The template asks for more work than an import does. Reading of the template ends. */
export class BudgetExhausted extends Error {}

/** Longest text that an expression may make. Policies have at most 1 MiB. */
const LONGEST_TEXT = 4 * 1024 * 1024;
const MOST_STEPS = 5_000_000;

/** ARM takes templates of 4 MiB. */
const MOST_CHARACTERS = 32 * 1024 * 1024;

/** Counts the work for one template with everything that it links to. */
export class Budget {
  #steps = MOST_STEPS;
  #characters = MOST_CHARACTERS;

  /** Takes steps. Throws BudgetExhausted. */
  readonly step = (steps = 1): void => {
    this.#steps -= steps;
    if (this.#steps < 0) throw new BudgetExhausted();
  };

  /** Before a text of this length is made. Throws BudgetExhausted. */
  make(length: number): void {
    this.#characters -= length;
    if (length > LONGEST_TEXT || this.#characters < 0) throw new BudgetExhausted();
  }
}
