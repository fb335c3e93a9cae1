import { setTimeout as wait } from "node:timers/promises";
import type { DecisionEvent } from "@product-auth/core";
import { movableClock, type MovableClock } from "../adapter/support/movable-clock.js";
import type { AnyOptions, AnyRule } from "../adapter/adapter-harness.js";
import type { FullTestRunner } from "../test-runner.js";
import type { ServedUpgrades, WebSocketHarness } from "./upgrade-harness.js";
import { attempt, type Attempt, type Headers, type OpenWebSocket } from "./web-socket-client.js";

/** Name of the header that carries a subscription key. */
const KEY = "ocp-apim-subscription-key";

/** An API of WebSockets that tests connect to. Each echoes what it is sent, behind the name of its product. */
export interface WebSocketApi {
  readonly served: ServedUpgrades;
  readonly clock: MovableClock;
  /** Every decision so far, oldest first. */
  readonly events: DecisionEvent[];
  /** Tries to connect. */
  readonly connect: (headers: Headers, target?: string) => Promise<Attempt>;
  /** Connects with a key; fails unless it is admitted. */
  readonly open: (key: string, more?: Headers) => Promise<OpenWebSocket>;
}

export interface ApiWish {
  readonly rule?: AnyRule;
  /** Whether the API closes a WebSocket by a close frame when it is ended. Default true. */
  readonly says?: boolean;
}

export type StartWebSockets = (options?: Partial<AnyOptions>, wish?: ApiWish) => Promise<WebSocketApi>;

/** For the tests of one `describe`: starts APIs, and closes them behind each test. */
export function webSocketApis(runner: FullTestRunner, harness: WebSocketHarness): StartWebSockets {
  const opened: ServedUpgrades[] = [];
  runner.afterEach(async () => {
    for (const served of opened.splice(0)) {
      await served.auth.close();
      await served.close();
    }
  });

  return async (options = {}, { rule, says = true } = {}) => {
    const events: DecisionEvent[] = [];
    const clock = movableClock();
    const given: AnyOptions = {
      products: { pro: { accepts: ["key"] }, batch: { accepts: ["key"] } },
      subscriptions: [
        { id: "contoso", scope: "/products/pro", primaryKey: "pro-key" },
        { id: "fabrikam", scope: "/products/batch", primaryKey: "batch-key" },
      ],
      onDecision: (event) => events.push(event),
      clock: clock.now,
      ...options,
    };
    const served = await harness.serve(given, rule, (socket, connection) => {
      socket.on("message", (message: Buffer) =>
        socket.send(`${connection.access.product}: ${message.toString()}`),
      );
      socket.on("error", () => undefined);
      if (says) connection.onEnd(({ closeCode, reason }) => socket.close(closeCode, reason));
    });
    opened.push(served);
    const connect = (headers: Headers, target = "/feed") =>
      attempt(harness.ws, `ws://127.0.0.1:${served.port}${target}`, headers);
    return {
      served,
      clock,
      events,
      connect,
      open: async (key, more = {}) => {
        const made = await connect({ [KEY]: key, ...more });
        if (!("ask" in made)) throw new Error(`${made.status} ${made.body}`);
        return made;
      },
    };
  };
}

/** Waits for what becomes true within some milliseconds. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  within: number,
): Promise<void> {
  const end = Date.now() + within;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`not within ${within} milliseconds: ${what}`);
    await wait(10);
  }
}
