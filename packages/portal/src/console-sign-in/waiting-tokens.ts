import type { RecordChange } from "@product-auth/core/records";
import type { Session, Sessions } from "../sign-in/sessions.js";
import type { IssuedToken } from "./code-client.js";
import { seal, unseal } from "./seal.js";
import type { TokenPurpose, WaitingToken } from "./waiting-token.js";

/** Milliseconds in which the page takes its token. */
export const TOKEN_WAITS = 300_000;

/**
 * Tokens on their way from the callback to the page. Each one is sealed in the record of its session, so it ends with the
 * session, and no instance and no store can read it without the cookie. A session has one at most: the newest.
 */
export class WaitingTokens {
  readonly #sessions: Sessions;
  readonly #clock: () => number;

  constructor(sessions: Sessions, clock: () => number) {
    this.#sessions = sessions;
    this.#clock = clock;
  }

  /** Puts a token aside, together with `also`. False when the session has ended: then nothing is kept. */
  keep(
    { accessToken, expiresIn }: IssuedToken,
    to: { readonly session: Session; readonly cookie: string; readonly purpose: TokenPurpose },
    ...also: readonly RecordChange[]
  ): Promise<boolean> {
    const now = this.#clock();
    const { session, cookie, purpose } = to;
    const { api, product } = purpose;
    const text = JSON.stringify({ accessToken, endsAt: now + expiresIn * 1000 });
    const sealed = seal(text, { cookie, about: [session.id, api, product] });
    const waiting = { api, product, until: now + TOKEN_WAITS, sealed };
    return this.#sessions.change(session.id, (value) => ({ ...value, waitingToken: waiting }), ...also);
  }

  /** The token that waits for a page, once; undefined when there is none, or when another request has taken it. */
  async take(
    session: Session,
    cookie: string,
    { api, product }: TokenPurpose,
  ): Promise<IssuedToken | undefined> {
    let taken: WaitingToken | undefined;
    const isTaken = await this.#sessions.change(session.id, ({ waitingToken, ...rest }) => {
      taken = waitingToken as unknown as WaitingToken | undefined;
      return taken?.api === api && taken.product === product ? rest : undefined;
    });
    const now = this.#clock();
    if (!isTaken || taken === undefined || taken.until <= now) return undefined;
    const text = unseal(taken.sealed, { cookie, about: [session.id, api, product] });
    if (text === undefined) return undefined;
    const { accessToken, endsAt } = JSON.parse(text) as { accessToken: string; endsAt: number };
    const expiresIn = Math.floor((endsAt - now) / 1000);
    return expiresIn > 0 ? { accessToken, expiresIn } : undefined;
  }
}
