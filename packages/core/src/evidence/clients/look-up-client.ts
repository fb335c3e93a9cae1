import { errorKind } from "../../lib/error-kind.js";
import type { ClientEvidence } from "../evidence.js";
import { UnansweredQuestions } from "../unanswered-questions.js";
import { withTimeout } from "../../lib/with-timeout.js";
import type { ClientApplication, ClientRegistry } from "./client-application.js";
import { toAwaitable, type Awaitable } from "../../lib/awaitable.js";

/** Seconds after which a caller may try again when the registry could not answer. */
const RETRY_AFTER = 5;

/** Finds the registered application a token was issued to. State, owner and links are judged in `decide`. */
export function lookUpClient(id: string, registry: ClientRegistry): Awaitable<ClientEvidence> {
  try {
    const found = toAwaitable<ClientApplication | undefined>(registry.findClient(id));
    return found instanceof Promise ? found.then(asEvidence, couldNotTell) : asEvidence(found);
  } catch (cause) {
    return couldNotTell(cause);
  }
}

const asEvidence = (client: ClientApplication | undefined | null): ClientEvidence =>
  client === undefined || client === null ? { kind: "unknown" } : { kind: "good", client };

function couldNotTell(cause: unknown): ClientEvidence {
  const actual = errorKind(cause);
  return { kind: "unavailable", code: "clients_unavailable", retryAfter: RETRY_AFTER, actual };
}

/** A registry that is waited for no longer than `timeout` milliseconds: then the question fails, and the answer is 503. */
export class BoundedClientRegistry implements ClientRegistry {
  readonly #registry: ClientRegistry;
  readonly #timeout: number;
  readonly #questions: UnansweredQuestions;

  constructor(registry: ClientRegistry, timeout: number) {
    this.#registry = registry;
    this.#timeout = timeout;
    this.#questions = new UnansweredQuestions({ asked: "The registry of client applications", timeout });
  }

  findClient(id: string): ReturnType<ClientRegistry["findClient"]> {
    this.#questions.makeRoom();
    const found = this.#registry.findClient(id);
    const answer = toAwaitable<ClientApplication | undefined>(found);
    return answer instanceof Promise ? this.#questions.answerTo(answer) : answer;
  }

  async close(): Promise<void> {
    const closing = Promise.resolve(this.#registry.close?.());
    await withTimeout(
      closing,
      this.#timeout,
      "The registry of client applications could not be closed in time",
    );
  }
}
