import { timeLeftWords } from "../../src/console/answer-words.js";
import { element } from "./element.js";

/** Says beside a button or a link how long a credential lasts, or why there is none. The button renews it while there is one. */
export class ExpiringStatus {
  readonly #status: HTMLElement | null;
  readonly #button: HTMLElement | null;
  readonly #label: string;
  #endsAt: number | undefined;

  constructor(statusId: string, button: HTMLElement | null) {
    this.#status = element(statusId);
    this.#button = button;
    this.#label = button?.textContent ?? "";
    setInterval(() => this.#endsAt !== undefined && this.ends(this.#endsAt), 10_000);
  }

  /** When the credential ends. Milliseconds since 1970; undefined without one. */
  ends(endsAt: number | undefined): void {
    this.#endsAt = endsAt;
    this.say(endsAt === undefined ? "" : timeLeftWords(endsAt - Date.now()));
    if (this.#button !== null) this.#button.textContent = endsAt === undefined ? this.#label : "Renew";
  }

  say(text: string): void {
    if (this.#status !== null && this.#status.textContent !== text) this.#status.textContent = text;
  }
}
