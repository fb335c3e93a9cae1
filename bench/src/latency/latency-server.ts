import { freePort } from "@product-auth/testkit/services";
import type { Framework } from "../http/http-contender.js";
import { pin } from "../http/pin.js";
import { started } from "../portal/start-api.js";
import { answerOf, type Issuer } from "./issuer.js";

/** The ports of the two servers of the process, sent when it is ready. */
export type ServerReady = Readonly<Record<"bare" | "guarded", number>>;

/** What the process does: watch its event loop, replace its catalog soon, report. */
export interface ServerOrder {
  readonly order: "watch" | "replace" | "report";
}

/** What held the event loop. */
export interface Held {
  /** Longest delay in milliseconds. */
  readonly loop: number;
  /** Share of the time for which the process used its processor. */
  readonly busy: number;
  /** Milliseconds of each replacement of the catalog. */
  readonly replaced: readonly number[];
}

/** A guarded API with its portal, and the same API bare, in one process. */
export interface LatencyServer {
  readonly ports: ServerReady;
  order(order: "watch" | "replace"): Promise<unknown>;
  report(): Promise<Held>;
  stop(): void;
}

/** Starts it, with one processor for all its threads. `replacements`: how often its catalog will be replaced. */
export async function startLatencyServer(
  framework: Framework,
  { tenantId, origin }: Issuer,
  { core, replacements }: { readonly core: number; readonly replacements: number },
): Promise<LatencyServer> {
  const words = [framework, String(await freePort()), tenantId, origin, String(replacements)];
  const { child, message } = await started<ServerReady>("../latency/server-process.js", words, "production");
  pin(child.pid!, core);
  return {
    ports: message,
    order: (order) => answerOf(child, { order }),
    report: () => answerOf<Held>(child, { order: "report" }),
    stop: () => void child.kill(),
  };
}
