import { ownText } from "./own.js";
import { TokenError } from "../credentials/token-error.js";
import type { GraphCredential } from "../credentials/graph-credential.js";
import { GraphFailure } from "./graph-failure.js";
import { Patience } from "./patience.js";

/** Milliseconds before its end when a token is replaced. */
const MARGIN = 120_000;

/** Keeps the token of a run. The credential is asked again when the token ends or Graph refuses it. */
export class TokenSource {
  readonly #credential: GraphCredential;
  readonly #scopes: string[];
  readonly #clock: () => number;
  /** Tokens of this run that are no longer used; an answer may repeat the one that it refuses. */
  readonly #earlier: string[] = [];
  #current: { readonly token: string; readonly expiresOnTimestamp: number } | undefined;

  constructor(credential: GraphCredential, scope: string, clock: () => number) {
    this.#credential = credential;
    this.#scopes = [scope];
    this.#clock = clock;
  }

  isFor(credential: GraphCredential, scope: string): boolean {
    return this.#credential === credential && this.#scopes[0] === scope;
  }

  /** The texts that no finding may contain. */
  get secrets(): readonly string[] {
    return this.#current === undefined ? this.#earlier : [this.#current.token, ...this.#earlier];
  }

  /** A token. `refused`: the one that Graph has refused; undefined is returned when the credential has no other. */
  async token(patience: Patience): Promise<string>;
  async token(patience: Patience, refused: string): Promise<string | undefined>;
  async token(patience: Patience, refused?: string): Promise<string | undefined> {
    const kept = this.#current;
    if (kept !== undefined && kept.token !== refused && kept.expiresOnTimestamp - MARGIN > this.#clock())
      return kept.token;
    const next = await this.#ask(patience);
    if (kept !== undefined && kept.token !== next.token)
      this.#earlier.splice(0, this.#earlier.length, kept.token, ...this.#earlier.slice(0, 3));
    this.#current = next;
    return next.token === refused ? undefined : next.token;
  }

  async #ask(patience: Patience): Promise<{ token: string; expiresOnTimestamp: number }> {
    for (;;) {
      const answer = await this.#credential
        .getToken([...this.#scopes])
        .catch((error: unknown) => asTokenError(error));
      if (answer === null) throw new GraphFailure({ reason: "no token" });
      if (!(answer instanceof TokenError)) {
        if (typeof answer.token === "string" && /^[\x21-\x7e]+$/.test(answer.token)) return answer;
        throw new GraphFailure({
          reason: "no token",
          text: "the credential returned an empty or malformed token",
        });
      }
      const { reason, aadsts, retryAfter, message } = answer;
      const facts = {
        text: message,
        ...(aadsts !== undefined && { aadsts }),
        ...(retryAfter !== undefined && { retryAfter }),
      };
      if (reason === "refused") throw new GraphFailure({ ...facts, reason: "no token" });
      const why =
        reason === "throttled" ? "the token endpoint throttles" : "the token endpoint does not answer";
      const first = reason === "throttled" ? 2 : 1;
      if (!(await patience.asked(retryAfter, `token ${reason}`, first, why)))
        throw new GraphFailure({ ...facts, reason });
    }
  }
}

// Another library's error: only the number of its AADSTS error is used, because its text may contain anything.
function asTokenError(error: unknown): TokenError {
  if (error instanceof TokenError) return error;
  const number = /AADSTS(\d{1,9})/.exec((ownText(error, "message") ?? String(error)).slice(0, 2_000))?.[1];
  return new TokenError({
    reason: "refused",
    message: "the credential rejected",
    ...(number !== undefined && { aadsts: Number(number) }),
  });
}
