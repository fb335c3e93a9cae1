import { keyFailureWords, timeLeftWords } from "../../src/console/answer-words.js";
import { element } from "./element.js";

/**
 * The credential of the page. It is in the field "Key" and nowhere else: no storage, no address, no history. Choosing another
 * kind, leaving the page and a reload forget it.
 */
export class Credential {
  readonly #field = element<HTMLInputElement>("key");
  readonly #status = element("key-status");
  readonly #button = element<HTMLButtonElement>("get-key");
  readonly #keyPath: string;
  readonly #api: string;
  #endsAt: number | undefined;

  constructor(keyPath: string, api: string) {
    this.#keyPath = keyPath;
    this.#api = api;
    this.#forget();
    for (const radio of document.querySelectorAll<HTMLInputElement>("[name=credential]"))
      radio.addEventListener("change", () => this.#forget());
    addEventListener("pagehide", () => this.#forget());
    this.#button?.addEventListener("click", () => void this.#getKey());
    this.#field?.addEventListener("input", () => this.#showEnd(undefined));
    setInterval(() => this.#showEnd(this.#endsAt), 10_000);
  }

  /** The key to send; undefined for a call without a credential. */
  get key(): string | undefined {
    return this.#isKeyChosen() ? this.#field?.value : undefined;
  }

  #isKeyChosen(): boolean {
    return document.querySelector<HTMLInputElement>("[name=credential]:checked")?.value === "key";
  }

  #forget(): void {
    if (this.#field !== null) this.#field.value = "";
    this.#showEnd(undefined);
    const fields = element("key-fields");
    if (fields !== null) fields.hidden = !this.#isKeyChosen();
  }

  #showEnd(endsAt: number | undefined): void {
    if (endsAt === undefined && this.#endsAt === undefined && this.#status?.textContent === "") return;
    this.#endsAt = endsAt;
    this.#say(endsAt === undefined ? "" : timeLeftWords(endsAt - Date.now()));
    if (this.#button !== null)
      this.#button.textContent = endsAt === undefined ? "Get a 15-minute key" : "Renew";
  }

  #say(text: string): void {
    if (this.#status !== null && this.#status.textContent !== text) this.#status.textContent = text;
  }

  async #getKey(): Promise<void> {
    const button = this.#button;
    if (button === null || this.#field === null || button.disabled) return;
    button.disabled = true;
    this.#say("Getting a key…");
    try {
      const response = await fetch(this.#keyPath, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ api: this.#api }),
        redirect: "manual",
        signal: AbortSignal.timeout(30_000),
      });
      if (response.status !== 200) return this.#say(keyFailureWords(response.status));
      const { key, expiresIn } = (await response.json()) as { key: string; expiresIn: number };
      if (!this.#isKeyChosen()) return; // the kind was changed meanwhile
      this.#field.value = key;
      this.#showEnd(Date.now() + expiresIn * 1000);
    } catch {
      this.#say("The portal could not be reached. Try again.");
    } finally {
      button.disabled = false;
    }
  }
}
