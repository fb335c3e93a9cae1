import { waitingTokenFailureWords } from "../../src/console/answer-words.js";
import { chosenKind, onForget } from "./chosen-kind.js";
import { element } from "./element.js";
import { ExpiringStatus } from "./expiring-status.js";
import { postJson } from "./post-json.js";
import { showClaims } from "./show-claims.js";

/** What the page says about the sign-in at the issuer. */
interface CodeOptions {
  /** Path where the page takes its token. */
  readonly path: string;
  readonly api: string;
  /** The product whose token waits for this page. */
  readonly waiting: string | undefined;
  /** Called when the link to the issuer is followed. */
  readonly onLeave: () => void;
}

/**
 * The token that the user got at the issuer. It is in a variable of the page and nowhere else: no storage, no address, no history.
 * Choosing another kind, leaving the page and a reload forget it.
 */
export class CodeCredential {
  readonly #link = element<HTMLAnchorElement>("token-sign-in");
  readonly #product = element<HTMLSelectElement>("token-product");
  readonly #status = new ExpiringStatus("code-status", this.#link);
  readonly #options: CodeOptions;
  #token = "";
  /** Grows when the token is forgotten: an answer to an earlier request is dropped. */
  #turn = 0;

  constructor(options: CodeOptions) {
    this.#options = options;
    if (this.#link === null) return;
    this.#forget();
    onForget(() => this.#forget());
    this.#link.addEventListener("click", options.onLeave);
    this.#product?.addEventListener("change", () => {
      this.#forget();
      this.#leadToProduct();
    });
    this.#leadToProduct();
    if (options.waiting !== undefined) void this.#take(options.waiting);
  }

  /** The token to send, empty while there is none; undefined for a call without one. */
  get value(): string | undefined {
    return isChosen() ? this.#token : undefined;
  }

  #forget(): void {
    this.#turn += 1;
    this.#token = "";
    this.#status.ends(undefined);
    if (isChosen()) showClaims("");
    const fields = element("code-fields");
    if (fields !== null) fields.hidden = !isChosen();
  }

  /** The link leads to the sign-in for the chosen product. */
  #leadToProduct(): void {
    if (this.#link === null || this.#product === null) return;
    const url = new URL(this.#link.href);
    url.searchParams.set("product", this.#product.value);
    this.#link.href = url.href;
  }

  async #take(product: string): Promise<void> {
    const turn = this.#turn;
    this.#status.say("Getting the token…");
    try {
      const { path, api } = this.#options;
      const { status, read } = await postJson(path, { api, product });
      if (turn !== this.#turn) return;
      if (status !== 200) return this.#status.say(waitingTokenFailureWords(status));
      const { accessToken, expiresIn } = (await read()) as { accessToken: string; expiresIn: number };
      if (turn !== this.#turn) return; // another choice was made meanwhile
      this.#token = accessToken;
      this.#status.ends(Date.now() + expiresIn * 1000);
      showClaims(accessToken);
    } catch {
      if (turn === this.#turn) this.#status.say(waitingTokenFailureWords(0));
    }
  }
}

const isChosen = () => chosenKind() === "code";
