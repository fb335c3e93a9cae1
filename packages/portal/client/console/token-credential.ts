import { tokenFailureWords } from "../../src/console/answer-words.js";
import { chosenKind, onForget } from "./chosen-kind.js";
import { element } from "./element.js";
import { ExpiringStatus } from "./expiring-status.js";
import { postJson } from "./post-json.js";
import { showClaims } from "./show-claims.js";

/**
 * The token of the page, which the portal gets for an application of the user. The token is in a variable, the secret in its field,
 * and neither anywhere else. Choosing another kind, leaving the page and a reload forget both.
 */
export class TokenCredential {
  readonly #application = element<HTMLSelectElement>("application");
  readonly #secret = element<HTMLInputElement>("client-secret");
  readonly #button = element<HTMLButtonElement>("get-token");
  readonly #status = new ExpiringStatus("token-status", this.#button);
  readonly #path: string;
  #token = "";
  /** The latest request: an answer to an earlier one is dropped. */
  #asked = 0;

  /** `path`: of the page that gets tokens. */
  constructor(path: string) {
    this.#path = path;
    this.#forget();
    onForget(() => this.#forget());
    this.#button?.addEventListener("click", () => void this.#getToken());
    this.#application?.addEventListener("change", () => this.#drop());
    this.#secret?.addEventListener("input", () => this.#drop());
  }

  /** The token to send, empty while there is none; undefined for a call without one. */
  get value(): string | undefined {
    return isChosen() ? this.#token : undefined;
  }

  #forget(): void {
    if (this.#secret !== null) this.#secret.value = "";
    this.#drop();
    const fields = element("token-fields");
    if (fields !== null) fields.hidden = !isChosen();
  }

  /** What is filled in belongs to another token now. */
  #drop(): void {
    this.#asked += 1;
    this.#token = "";
    this.#status.ends(undefined);
    showClaims("");
  }

  async #getToken(): Promise<void> {
    const button = this.#button;
    const chosen = this.#application?.selectedOptions[0];
    if (button === null || chosen === undefined || this.#secret === null || button.disabled) return;
    const secret = this.#secret.value.trim();
    if (secret === "") return this.#status.say("Enter a client secret.");
    const turn = ++this.#asked;
    button.disabled = true;
    this.#status.say("Getting a token…");
    try {
      const asked = { application: chosen.value, product: chosen.dataset["product"] ?? "", secret };
      const { status, read } = await postJson(this.#path, asked);
      const answer = (await read().catch(() => ({}))) as {
        message?: unknown;
        accessToken?: string;
        expiresIn?: number;
      };
      if (turn !== this.#asked) return; // the choice was changed meanwhile
      const { accessToken, expiresIn } = answer;
      if (status !== 200 || accessToken === undefined || expiresIn === undefined)
        return this.#refuse(tokenFailureWords(status, answer.message));
      this.#token = accessToken;
      this.#status.ends(Date.now() + expiresIn * 1000);
      showClaims(accessToken);
    } catch {
      if (turn === this.#asked) this.#refuse("The portal could not be reached. Try again.");
    } finally {
      button.disabled = false;
    }
  }

  #refuse(words: string): void {
    this.#drop();
    this.#status.say(words);
  }
}

const isChosen = () => chosenKind() === "token";
