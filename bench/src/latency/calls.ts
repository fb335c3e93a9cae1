import { inTurn, requestWith, type Flow } from "../http/flows.js";
import { withBadSignature, withUnknownKid } from "../world/spoil.js";

/** The callers of an API, each with a token that is renewed when the issuer's key rotates. */
export class Callers {
  readonly #tokens: readonly (readonly string[])[];
  #generation = 0;
  #requests: Buffer[];
  #next = 0;

  /** `tokens`: one list for each key, with the token of each caller. */
  constructor(tokens: readonly (readonly string[])[]) {
    this.#tokens = tokens;
    this.#requests = tokens[0]!.map(requestWith);
  }

  /** The next caller's request, one caller after the other. */
  readonly call: Flow = () => this.#requests[this.#next++ % this.#requests.length]!;

  /**
   * Calls that begin with the current tokens. From a third of them on, callers have renewed tokens, one after the other, so
   * that at the end all have. Gives the generation of the key that the renewed tokens need.
   */
  renewing(calls: number): { readonly generation: number; readonly flow: Flow } {
    const generation = ++this.#generation;
    const renewed = this.#tokens[generation]!;
    const from = calls / 3;
    const each = (calls - from) / renewed.length;
    let done = 0;
    let called = 0;
    const flow: Flow = () => {
      for (; done < renewed.length && called >= from + done * each; done++)
        this.#requests[done] = requestWith(renewed[done]!);
      called++;
      return this.call();
    };
    return { generation, flow };
  }

  /** Requests with a bad signature, all different at first. */
  forged(): Flow {
    return inTurn(this.#tokens[this.#generation]!.map((token) => requestWith(withBadSignature(token))));
  }

  /** Requests with the id of an unknown key. */
  strange(): Flow {
    return inTurn(
      this.#tokens[this.#generation]!.slice(0, 50).map((token) => requestWith(withUnknownKid(token))),
    );
  }
}
