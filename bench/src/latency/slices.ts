import { setTimeout as wait } from "node:timers/promises";
import { sendPaced, type Paced } from "../load/send-paced.js";
import { emailOf, PASSWORD, USERS } from "../portal/password-users.js";
import { sendPassword } from "../portal/send-password.js";
import type { Callers } from "./calls.js";
import type { Issuer } from "./issuer.js";
import type { LatencyServer } from "./latency-server.js";

/** Bad tokens a second. */
export const BAD_TOKENS = 1_000;
/** Calls a second with the id of an unknown key while the issuer is down: each makes the API look for it. */
const STRANGE = 10;
/** Milliseconds between two of 50 sign-ins a minute. */
const SIGN_IN_EVERY = 1_200;
/** Milliseconds between two replacements of the catalog. */
const REPLACED_EVERY = 1_000;

/** What a slice of the measurement has to do with. */
export interface Scene {
  readonly server: LatencyServer;
  readonly issuer: Issuer;
  readonly callers: Callers;
  readonly perSecond: number;
  readonly milliseconds: number;
}

/** One slice: gives the calls that must be admitted. */
type Slice = (scene: Scene) => Promise<Paced>;

/** Connections of the callers. */
export const CONNECTIONS = 64;

/** Calls at the pace of a scene. */
export const callsAt = (
  side: "bare" | "guarded",
  { server, perSecond, milliseconds }: Scene,
  flow: () => Buffer,
) => sendPaced(server.ports[side], flow, { perSecond, milliseconds, connections: CONNECTIONS, awake: true });

const calm: Slice = (scene) => callsAt("guarded", scene, scene.callers.call);

async function withBadTokens(side: "bare" | "guarded", scene: Scene): Promise<Paced> {
  const { server, callers, milliseconds } = scene;
  const load = { perSecond: BAD_TOKENS, connections: 16, milliseconds, awake: true };
  const [calls, bad] = await Promise.all([
    callsAt(side, scene, callers.call),
    sendPaced(server.ports[side], callers.forged(), load),
  ]);
  expectOnly(bad, side === "bare" ? 200 : 401, "bad tokens");
  return calls;
}

let user = 0;

async function signInFor({ server, milliseconds }: Scene): Promise<void> {
  const under: Promise<void>[] = [];
  for (let at = SIGN_IN_EVERY / 4; at < milliseconds; at += SIGN_IN_EVERY)
    under.push(signInAfter(at, server));
  await Promise.all(under);
}

async function signInAfter(milliseconds: number, { ports }: LatencyServer): Promise<void> {
  await wait(milliseconds);
  const { status } = await sendPassword(ports.guarded, {
    email: emailOf("known", user++ % USERS),
    password: PASSWORD,
  });
  if (status !== 303) throw new Error(`a sign-in is answered ${status}`);
}

/** Throws unless all calls were answered with this status. */
export function expectOnly({ statuses, requests }: Paced, status: number, what: string): void {
  if (statuses[status] !== requests)
    throw new Error(`${what}: ${JSON.stringify(statuses)}, ${requests} times ${status} expected`);
}

/** All slices by name. */
export const SLICES: Readonly<Record<string, Slice>> = {
  async "(b) the issuer is down"(scene) {
    await scene.issuer.tell({ order: "down" });
    const { milliseconds } = scene;
    const strange = { perSecond: STRANGE, connections: 4, milliseconds };
    const [calls] = await Promise.all([
      calm(scene),
      sendPaced(scene.server.ports.guarded, scene.callers.strange(), strange),
    ]);
    await scene.issuer.tell({ order: "up" });
    return calls;
  },
  "(c) 1,000 bad tokens a second": (scene) => withBadTokens("guarded", scene),
  undisturbed: calm,
  async "(d) 1,000 APIs replaced every second"(scene) {
    await scene.server.order("replace");
    return calm({ ...scene, milliseconds: Math.min(scene.milliseconds, REPLACED_EVERY) });
  },
  bare: (scene) => callsAt("bare", scene, scene.callers.call),
  async "(e) 50 sign-ins a minute"(scene) {
    const [calls] = await Promise.all([calm(scene), signInFor(scene)]);
    return calls;
  },
  "bare, (c)": (scene) => withBadTokens("bare", scene),
  async "(a) a key rotates"(scene) {
    const { generation, flow } = scene.callers.renewing((scene.perSecond * scene.milliseconds) / 1000);
    await scene.issuer.tell({ order: "use", generation });
    return callsAt("guarded", scene, flow);
  },
};

/**
 * The disturbed ones in the order of a round. Between the one in which the issuer is down and the one in which a key rotates
 * lie enough others for the API's pause after failed fetches to end.
 */
export const DISTURBED: readonly string[] = [
  "(b) the issuer is down",
  "(c) 1,000 bad tokens a second",
  "(d) 1,000 APIs replaced every second",
  "(e) 50 sign-ins a minute",
  "(a) a key rotates",
];

/** Those of the bare framework. */
export const BARE: readonly string[] = ["bare", "bare, (c)"];
