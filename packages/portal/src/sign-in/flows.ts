import type { JsonObject, RecordRepository } from "@product-auth/core/records";
import { tokensIn } from "../http/token-list.js";
import { digestOf, randomToken } from "../people/digest.js";
import { writeUnlessConflict } from "../stores/write-unless-conflict.js";

/** A sign-in that is under way: the browser is at the issuer. */
export interface Flow {
  readonly provider: string;
  readonly returnTo: string;
  /** What the provider needs again: state, nonce, verifier. */
  readonly keep: JsonObject;
  /** What the person is asked for, where that is no sign-in. */
  readonly purpose?: FlowPurpose;
}

/** What happens with a person whom a provider has identified, besides a sign-in. */
export type FlowPurpose = LinkPurpose | InvitationPurpose;

export interface LinkPurpose {
  readonly kind: "link";
  /** Id of the user who gets another way to sign in, and of the session in which that was asked for. */
  readonly userId: string;
  readonly session: string;
}

/** A person accepts an invitation. */
export interface InvitationPurpose {
  readonly kind: "invitation";
  /** Id of the ticket, which is the digest of what the link holds. */
  readonly ticket: string;
}

/** A flow that is not over. */
export interface FoundFlow extends Flow {
  /** Ends the flow; false when another callback has ended it. */
  readonly take: () => Promise<boolean>;
  /** The cookie without this flow; empty when it holds no other. */
  readonly rest: string;
}

/** Seconds for a sign-in at the issuer. */
export const FLOW_SECONDS = 600;

/** Most sign-ins under way in one browser: in tabs that were opened at the same time. Older ones are given up. */
const MOST_FLOWS = 5;

/**
 * The sign-ins under way. Each one has its own token, belongs to the browser whose cookie holds that token, and ends
 * once. The cookie holds the tokens of the latest ones, so that sign-ins in two tabs do not end each other.
 */
export class Flows {
  readonly #records: RecordRepository;
  readonly #clock: () => number;

  constructor(records: RecordRepository, clock: () => number) {
    this.#records = records;
    this.#clock = clock;
  }

  /** Starts a sign-in, and returns the cookie with it. `cookie`: the one that the browser has. */
  async start({ provider, returnTo, keep, purpose }: Flow, cookie: string | undefined): Promise<string> {
    const token = randomToken();
    const expiresAt = this.#clock() + FLOW_SECONDS * 1000;
    const value = { provider, returnTo, keep, ...(purpose && { purpose: { ...purpose } }) };
    await this.#records.write([{ put: { kind: "flow", id: digestOf(token), expiresAt, version: 1, value } }]);
    return [token, ...tokensIn(cookie, MOST_FLOWS)].slice(0, MOST_FLOWS).join(".");
  }

  /** The flow of a cookie and a `state`; undefined when it is unknown, over or was taken before. It ends when it is taken. */
  async find(cookie: string | undefined, state: string | null): Promise<FoundFlow | undefined> {
    return state === null ? undefined : this.#first(cookie, ({ keep }) => keep["state"] === state);
  }

  /** The latest flow of a cookie with a provider that sends no `state` back. `digest`: of its state, where that is known. */
  async findOf(
    provider: string,
    cookie: string | undefined,
    digest: string | undefined,
  ): Promise<FoundFlow | undefined> {
    return this.#first(cookie, (flow) => {
      const { state } = flow.keep;
      if (flow.provider !== provider || typeof state !== "string") return false;
      return digest === undefined || digestOf(state) === digest;
    });
  }

  async #first(cookie: string | undefined, isIt: (flow: Flow) => boolean): Promise<FoundFlow | undefined> {
    const tokens = tokensIn(cookie, MOST_FLOWS);
    for (const token of tokens) {
      const record = await this.#records.get("flow", digestOf(token));
      if (record === undefined || (record.expiresAt ?? 0) <= this.#clock()) continue;
      const { kind, id, version } = record;
      const flow = record.value as unknown as Flow;
      if (!isIt(flow)) continue;
      const rest = tokens.filter((other) => other !== token).join(".");
      // Of two callbacks at once, one takes it.
      const take = () => writeUnlessConflict(this.#records, [{ remove: { kind, id, version } }]);
      return { ...flow, rest, take };
    }
    return undefined;
  }
}
