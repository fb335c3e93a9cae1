import { setTimeout as wait } from "node:timers/promises";
import { openCaller } from "../load/caller.js";
import { sendLoad } from "../load/send-load.js";
import { measured } from "../measure/ratios.js";
import type { Column, Table } from "../report/table.js";
import { besideCalls, callOf, CALLS_PER_SECOND, latencyRows } from "./beside-calls.js";
import { emailOf, USERS } from "./password-users.js";
import { sendPassword } from "./send-password.js";
import type { PasswordApi } from "./start-password-api.js";

/** Milliseconds between two of 50 a second. */
const GAP = 20;
const ADDRESSES = 1_000;
const CALLERS = 20;

const COLUMNS: readonly Column[] = [
  { title: "p99 against idle", unit: "times" },
  { title: "p99", unit: "milliseconds" },
  { title: "median", unit: "milliseconds" },
  { title: "throughput against idle", unit: "times", better: "high" },
  { title: "memory added", unit: "bytes" },
  { title: "refused with 503", unit: "share" },
];

/** What a flood of sign-ins with wrong passwords, from many addresses, does to the API in the same process. */
export async function passwordFlood(
  api: PasswordApi,
  quick: boolean,
  tell: (share: number) => void,
): Promise<Table> {
  const flood = new Flood(api.port);
  await throughputOf(api, 2_000); // what the calls of the API need by themselves
  const before = await api.memory();
  let memory = before;
  const length = quick ? { rounds: 1, milliseconds: 3_000 } : { rounds: 4, milliseconds: 8_000 };
  const latency = await besideCalls(
    api,
    length,
    async (milliseconds) => {
      await flood.last(milliseconds);
      memory = Math.max(memory, await api.memory());
    },
    (share) => tell(share * 0.7),
  );
  const idle: number[] = [];
  const busy: number[] = [];
  for (let round = 0; round < length.rounds; round++) {
    for (const isBusy of round % 2 === 0 ? [false, true] : [true, false]) {
      const flooding = isBusy ? flood.last(length.milliseconds) : undefined;
      (isBusy ? busy : idle).push(await throughputOf(api, length.milliseconds));
      await flooding;
    }
    memory = Math.max(memory, await api.memory());
    tell(0.7 + (0.3 * (round + 1)) / length.rounds);
  }
  const rows = latencyRows("50 sign-ins a second", latency, 3);
  const throughput = measured(busy.map((each, round) => each / idle[round]!));
  return {
    name: "portal-password-flood",
    title: "The API during a flood of sign-ins with wrong passwords",
    about: `${CALLS_PER_SECOND} calls a second with a subscription key on Express, without sign-ins and with 50 a second at the portal in the same process, from ${ADDRESSES} addresses, with and without accounts. Throughput is that of ${CALLERS} callers without a pause. Refused: the share of the sign-ins that are answered 503, because the portal checks no more passwords at a time.`,
    of: "portal",
    columns: COLUMNS,
    rows: [
      { ...rows[0]!, cells: [...rows[0]!.cells, { value: 1 }] },
      {
        ...rows[1]!,
        cells: [
          ...rows[1]!.cells,
          { ...throughput, target: { atLeast: 0.6 } },
          { value: memory - before, target: { atMost: 100_000_000 } },
          { value: flood.refused, target: { atLeast: 0.01 } },
        ],
      },
    ],
  };
}

async function throughputOf(api: PasswordApi, milliseconds: number): Promise<number> {
  const callers = await Promise.all(Array.from({ length: CALLERS }, () => openCaller(api.port)));
  const call = callOf(api);
  const { requests, seconds, statuses } = await sendLoad(callers, () => call, milliseconds);
  for (const caller of callers) caller.close();
  if (statuses[200] !== requests) throw new Error(`the API answers ${JSON.stringify(statuses)}`);
  return requests / seconds;
}

/** Sign-ins that come whether answers do or not. */
class Flood {
  readonly #port: number;
  #sent = 0;
  #unavailable = 0;

  constructor(port: number) {
    this.#port = port;
  }

  /** Share of the answers that are 503. */
  get refused(): number {
    return this.#unavailable / this.#sent;
  }

  async last(milliseconds: number): Promise<void> {
    const under: Promise<void>[] = [];
    const from = performance.now();
    for (let i = 0; i * GAP < milliseconds; i++) {
      under.push(this.#send());
      await wait(Math.max(0, from + (i + 1) * GAP - performance.now()));
    }
    await Promise.all(under);
  }

  async #send(): Promise<void> {
    const i = this.#sent++;
    const email = emailOf(i % 2 === 0 ? "known" : "other", Math.floor(i / 2) % USERS);
    const host = i % ADDRESSES;
    const from = `127.1.${Math.floor(host / 250)}.${(host % 250) + 1}`;
    const { status } = await sendPassword(this.#port, { email, password: "another password" }, from);
    if (status === 503) this.#unavailable++;
    else if (status !== 400 && status !== 429) throw new Error(`a wrong password is answered ${status}`);
  }
}
