import { RepositoryConflictError, type JsonObject, type RecordRepository } from "@product-auth/core/records";
import { digestOf, isToken, randomToken } from "../people/digest.js";

/** A sign-in that is under way: the browser is at the issuer. */
export interface Flow {
  readonly provider: string;
  readonly returnTo: string;
  /** What the provider needs again: state, nonce, verifier. */
  readonly keep: JsonObject;
}

/** A flow that is not over. */
export interface FoundFlow extends Flow {
  /** Ends the flow; false when another callback has ended it. */
  readonly take: () => Promise<boolean>;
}

/** Seconds for a sign-in at the issuer. */
export const FLOW_SECONDS = 600;

/** The sign-ins under way. Each one belongs to the browser that has its cookie, and ends once. */
export class Flows {
  readonly #records: RecordRepository;
  readonly #clock: () => number;

  constructor(records: RecordRepository, clock: () => number) {
    this.#records = records;
    this.#clock = clock;
  }

  /** Returns the cookie of a new one. */
  async start({ provider, returnTo, keep }: Flow): Promise<string> {
    const cookie = randomToken();
    const expiresAt = this.#clock() + FLOW_SECONDS * 1000;
    const value = { provider, returnTo, keep };
    await this.#records.write([
      { put: { kind: "flow", id: digestOf(cookie), expiresAt, version: 1, value } },
    ]);
    return cookie;
  }

  /** The flow of a cookie; undefined when it is unknown, over or was taken before. It ends when it is taken. */
  async find(cookie: string | undefined): Promise<FoundFlow | undefined> {
    if (!isToken(cookie)) return undefined;
    const record = await this.#records.get("flow", digestOf(cookie));
    if (record === undefined || (record.expiresAt ?? 0) <= this.#clock()) return undefined;
    const { kind, id, version } = record;
    return { ...(record.value as unknown as Flow), take: () => this.#take({ kind, id, version }) };
  }

  async #take(flow: { kind: string; id: string; version: number }): Promise<boolean> {
    try {
      await this.#records.write([{ remove: flow }]);
      return true;
    } catch (error) {
      if (error instanceof RepositoryConflictError) return false; // two callbacks at once: the other one has it
      throw error;
    }
  }
}
