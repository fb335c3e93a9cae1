import { keyFailureWords } from "../../src/console/answer-words.js";
import { chosenKind, onForget } from "./chosen-kind.js";
import { element } from "./element.js";
import { ExpiringStatus } from "./expiring-status.js";
import { postJson } from "./post-json.js";

/**
 * The subscription key of the page. It is in the field "Key" and nowhere else: no storage, no address, no history. Choosing another
 * kind, leaving the page and a reload forget it.
 */
export class KeyCredential {
  readonly #field = element<HTMLInputElement>("key");
  readonly #button = element<HTMLButtonElement>("get-key");
  readonly #status = new ExpiringStatus("key-status", this.#button);
  readonly #path: string;
  readonly #api: string;
  /** Grows when the key is forgotten: an answer to an earlier request is dropped. */
  #turn = 0;

  /** `path`: of the page that issues keys. */
  constructor(path: string, api: string) {
    this.#path = path;
    this.#api = api;
    this.#forget();
    onForget(() => this.#forget());
    this.#button?.addEventListener("click", () => void this.#getKey());
    this.#field?.addEventListener("input", () => this.#status.ends(undefined));
  }

  /** The key to send; undefined for a call without one. Beside a token it may be left empty. */
  get value(): string | undefined {
    const value = isTaken() ? this.#field?.value : undefined;
    return isBeside() && value?.trim() === "" ? undefined : value;
  }

  #forget(): void {
    this.#turn += 1;
    if (this.#field !== null) this.#field.value = "";
    this.#status.ends(undefined);
    const fields = element("key-fields");
    if (fields !== null) fields.hidden = !isTaken();
    const hint = element("key-beside");
    if (hint !== null) hint.hidden = !isBeside();
  }

  async #getKey(): Promise<void> {
    const button = this.#button;
    if (button === null || this.#field === null || button.disabled) return;
    const turn = this.#turn;
    button.disabled = true;
    this.#status.say("Getting a key…");
    try {
      const { status, read } = await postJson(this.#path, { api: this.#api });
      if (status !== 200) return turn === this.#turn ? this.#status.say(keyFailureWords(status)) : undefined;
      const { key, expiresIn } = (await read()) as { key: string; expiresIn: number };
      if (turn !== this.#turn) return; // the kind was changed meanwhile
      this.#field.value = key;
      this.#status.ends(Date.now() + expiresIn * 1000);
    } catch {
      this.#status.say("The portal could not be reached. Try again.");
    } finally {
      button.disabled = false;
    }
  }
}

/** Whether a key may stand beside the chosen token: an API may ask for both. */
const isBeside = () => chosenKind() === "token" || chosenKind() === "code";

const isTaken = () => chosenKind() === "key" || isBeside();
