import fc from "fast-check";
import { askingFor, plan } from "./asking/asking.js";
import { frameworks, type Framework } from "./apps/frameworks.js";
import type { Asked, Verdict } from "./gateway/asked.js";
import { Gateway } from "./gateway/gateway.js";
import type { StartedService } from "./services/started-service.js";

/** The tests run in the year 2031, in the middle of a day: no window of a quota ends meanwhile. */
const START = Date.UTC(2031, 5, 12, 10, 0, 7);

/** More runs and longer conversations: `ROUND_TRIP=20`. */
export const EFFORT: number = Number(process.env["ROUND_TRIP"] ?? 1);

/** The seed of the run, which failures name. */
export const SEED: number = Number(
  process.env["ROUND_TRIP_SEED"] ?? (EFFORT === 1 ? 1 : Math.floor(Math.random() * 1e9)),
);

export interface Tally {
  admitted: number;
  refused: number;
}

/**
 * Sends requests at random to an application and compares its answers with what the gateway would do. One conversation, since
 * limits count; a failure names its seed: `ROUND_TRIP_SEED=17`.
 */
export async function judged(
  { service, options }: StartedService,
  framework: Framework,
  { requests = 24, tally }: { readonly requests?: number; readonly tally?: Tally } = {},
): Promise<void> {
  if (options === undefined) return;
  const asking = askingFor(service);
  let now = START;
  let told: unknown;
  const onDecision = (event: unknown): void => void (told = event);
  const app = await frameworks[framework]({ ...options(() => now), onDecision });
  const gateway = new Gateway(service);
  try {
    for (const given of fc.sample(plan, { seed: SEED, numRuns: requests * EFFORT })) {
      now += given.wait * 1_000;
      const asked = asking(given, now);
      const verdict = gateway.judge(asked, now);
      const status = await app.ask(asked);
      if (!agrees(verdict, status, asked))
        throw new Error(
          [described(asked, verdict, status), `seed ${SEED} in ${framework}`, given, told]
            .map((part) => (typeof part === "string" ? part : JSON.stringify(part)))
            .join("\n"),
        );
      if (tally !== undefined) tally[verdict.admitted ? "admitted" : "refused"]++;
    }
  } finally {
    await app.close();
  }
}

const agrees = (verdict: Verdict, status: number, { answer }: Asked): boolean =>
  verdict.admitted ? status === answer : verdict.statuses.has(status);

function described(asked: Asked, verdict: Verdict, status: number): string {
  const expected = verdict.admitted
    ? `admitted (${asked.answer})`
    : `refused (${[...verdict.statuses].join(" or ")}) by ${verdict.by.join(", ")}`;
  const { certificate, ...sent } = asked;
  const certified = certificate === undefined ? {} : { certificate: certificate.subject };
  return `expected ${expected}, answered ${status}: ${JSON.stringify({ ...sent, ...certified, ...tokensIn(asked) })}`;
}

/** What tokens of a request say, for the eye. */
const tokensIn = ({ headers, query }: Asked): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries({ ...headers, ...query })
      .filter(([, value]) => value.split(".").length === 3 && value.includes("eyJ"))
      .map(([name, value]) => [name, JSON.parse(Buffer.from(value.split(".")[1]!, "base64url").toString())]),
  );
