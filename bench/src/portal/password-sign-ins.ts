import { setTimeout as wait } from "node:timers/promises";
import type { Table } from "../report/table.js";
import { besideCalls, CALLS_PER_SECOND, LATENCY_COLUMNS, latencyRows } from "./beside-calls.js";
import { emailOf, PASSWORD, USERS } from "./password-users.js";
import { sendPassword } from "./send-password.js";
import type { PasswordApi } from "./start-password-api.js";

/** 50 a minute. */
const GAP = 1_200;

/** What sign-ins with a password do to the calls of the API in the same process. */
export async function passwordSignIns(
  api: PasswordApi,
  quick: boolean,
  tell: (share: number) => void,
): Promise<Table> {
  let user = 0;
  async function signInFor(milliseconds: number): Promise<void> {
    const under: Promise<void>[] = [];
    for (let at = 0; at < milliseconds; at += GAP) {
      under.push(signIn(api, emailOf("known", user++ % USERS)));
      await wait(Math.min(GAP, milliseconds - at));
    }
    await Promise.all(under);
  }
  const length = quick ? { rounds: 1, milliseconds: 3_000 } : { rounds: 6, milliseconds: 12_000 };
  const seen = await besideCalls(api, length, signInFor, tell);
  return {
    name: "portal-password-sign-ins",
    title: "Latency of the API during 50 sign-ins a minute with a password",
    about: `Latency of ${CALLS_PER_SECOND} calls a second with a subscription key on Express, without sign-ins and with 50 a minute with a right password at the portal in the same process. Rounds with and without sign-ins alternate.`,
    of: "portal",
    columns: LATENCY_COLUMNS,
    rows: latencyRows("50 sign-ins a minute", seen, 1.1),
  };
}

async function signIn({ port }: PasswordApi, email: string): Promise<void> {
  const { status } = await sendPassword(port, { email, password: PASSWORD });
  if (status !== 303) throw new Error(`a sign-in is answered ${status}`);
}
