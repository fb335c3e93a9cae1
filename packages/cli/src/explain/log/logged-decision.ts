/** A decision as a log has it. Every text is as it was logged: print it with `printable`. */
export interface LoggedDecision {
  readonly outcome: "admit" | "refuse" | "unavailable";
  readonly status: number;
  readonly time?: string;
  readonly code?: string;
  readonly requires?: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly hint?: string;
  readonly credential?: string;
  readonly product?: string;
  readonly api?: string;
  readonly operation?: string;
  readonly method?: string;
  readonly path?: string;
  readonly clientId?: string;
  readonly subscriptionId?: string;
  readonly tokenId?: string;
  readonly address?: string;
  readonly catalogVersion?: string;
  /** The policy that refused the request, or the limit without room. */
  readonly policy?: string;
  readonly limit?: string;
}

/** How deep the event may stand in the object of its line: loggers put it under a name such as `msg` or `decision`. */
const DEPTH = 2;

const OUTCOMES: readonly unknown[] = ["admit", "refuse", "unavailable"];

/** Members that are texts, copied as they are. */
const TEXTS = [
  "code",
  "requires",
  "expected",
  "actual",
  "hint",
  "credential",
  "product",
  "api",
  "operation",
  "method",
  "path",
  "clientId",
  "subscriptionId",
  "tokenId",
  "address",
  "catalogVersion",
] as const;

/** Reads one line of a log; undefined unless it is a JSON object that is a decision event, or contains one. */
export function loggedDecision(line: string): LoggedDecision | undefined {
  const value = jsonIn(line);
  const event = eventIn(value, DEPTH);
  if (event === undefined) return undefined;
  const time = timeOf(event) ?? timeOf(value as Members);
  const policy = placeOf(own(event, "policy"));
  const limit = limitOf(own(event, "limit"));
  return {
    outcome: own(event, "outcome") as LoggedDecision["outcome"],
    status: own(event, "status") as number,
    ...textsOf(event),
    ...(time !== undefined && { time }),
    ...(policy !== undefined && { policy }),
    ...(limit !== undefined && { limit }),
  };
}

/** How much `docker compose logs`, `kubectl logs --prefix --timestamps` and the like may write before the line. */
const LONGEST_PREFIX = 256;

function jsonIn(line: string): unknown {
  const start = line.indexOf("{");
  if (start === -1 || start > LONGEST_PREFIX) return undefined;
  try {
    return JSON.parse(line.slice(start));
  } catch {
    return undefined;
  }
}

type Texts = Pick<LoggedDecision, (typeof TEXTS)[number]>;

const textsOf = (event: Members): Texts =>
  Object.fromEntries(
    TEXTS.map((name) => [name, own(event, name)] as const).filter(([, text]) => typeof text === "string"),
  ) as Texts;

type Members = Readonly<Record<string, unknown>>;

const own = (members: Members, name: string): unknown =>
  Object.hasOwn(members, name) ? members[name] : undefined;

const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function eventIn(value: unknown, depth: number): Members | undefined {
  if (!isObject(value)) return undefined;
  if (OUTCOMES.includes(own(value, "outcome")) && Number.isInteger(own(value, "status"))) return value;
  if (depth === 0) return undefined;
  for (const member of Object.values(value)) {
    const found = eventIn(member, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

// `at` of the event, or what loggers write: pino's milliseconds, or a text.
function timeOf(members: Members): string | undefined {
  const time = own(members, "at") ?? own(members, "time");
  if (typeof time !== "number" && typeof time !== "string") return undefined;
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function placeOf(policy: unknown): string | undefined {
  if (!isObject(policy)) return undefined;
  const [place, name, index] = ["place", "name", "index"].map((member) => own(policy, member));
  if (typeof place !== "string") return undefined;
  if (typeof name === "string") return `${name} of ${place}`;
  return typeof index === "number" ? `number ${index + 1} of ${place}` : place;
}

function limitOf(limit: unknown): string | undefined {
  if (!isObject(limit)) return undefined;
  const [kind, place, retryAfter] = ["kind", "place", "retryAfter"].map((member) => own(limit, member));
  if (typeof kind !== "string" || typeof place !== "string") return undefined;
  return `${kind} of ${place}${typeof retryAfter === "number" ? `, room in ${retryAfter} seconds` : ""}`;
}
