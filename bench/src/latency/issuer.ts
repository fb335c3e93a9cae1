import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { freePort } from "@product-auth/testkit/services";
import { started } from "../portal/start-api.js";

/** What the issuer's process sends when it is ready. */
export interface IssuerReady {
  readonly tenantId: string;
  readonly origin: string;
  /** The tokens of each key. */
  readonly tokens: readonly (readonly string[])[];
}

/** What the issuer does next: sign with the key of another generation, or stop or start to listen. */
export interface IssuerOrder {
  readonly order: "use" | "down" | "up";
  readonly generation?: number;
}

/** Audience of all tokens. */
export const APP_ID = "7b0c9e11-2222-4333-8444-955566667777";

/** An issuer in a process. */
export interface Issuer extends IssuerReady {
  /** Resolves when it has been done. */
  tell(order: IssuerOrder): Promise<void>;
  stop(): void;
}

/** Starts an issuer with that many keys, and that many tokens signed with each. */
export async function startIssuer(generations: number, tokens: number): Promise<Issuer> {
  const words = [await freePort(), generations, tokens, APP_ID].map(String);
  const { child, message } = await started<IssuerReady>("../latency/issuer-process.js", words, "test");
  return { ...message, tell: (order) => answerOf(child, order), stop: () => void child.kill() };
}

/** Sends a process an order and resolves to its answer. */
export async function answerOf<T>(child: ChildProcess, order: object): Promise<T> {
  const answer = once(child, "message");
  child.send(order);
  const [found] = (await answer) as [T];
  return found;
}
