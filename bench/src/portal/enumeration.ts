import { median, quantile } from "../measure/median.js";
import { measured } from "../measure/ratios.js";
import type { Column, Table } from "../report/table.js";
import { emailOf, USERS } from "./password-users.js";
import { sendPassword } from "./send-password.js";
import type { PasswordApi } from "./start-password-api.js";

const COLUMNS: readonly Column[] = [
  { title: "median", unit: "milliseconds" },
  { title: "p95", unit: "milliseconds", better: "none" },
  { title: "difference of the medians", unit: "milliseconds" },
];

/** What a visitor could learn from the time of an answer: addresses with and without an account, each once. */
export async function enumeration(
  { port }: PasswordApi,
  quick: boolean,
  tell: (share: number) => void,
): Promise<Table> {
  const each = quick ? 20 : USERS;
  const times = { known: [] as number[], other: [] as number[] };
  for (let i = 0; i < each; i++) {
    // Which comes first changes, so that neither follows the other.
    for (const kind of i % 2 === 0 ? (["known", "other"] as const) : (["other", "known"] as const)) {
      const { status, took } = await sendPassword(port, {
        email: emailOf(kind, i),
        password: "another password",
      });
      if (status !== 400) throw new Error(`a wrong password is answered ${status}`);
      times[kind].push(took);
    }
    tell((i + 1) / each);
  }
  const [known, other] = [median(times.known), median(times.other)];
  const atMost = Math.max(2, other * 0.05);
  return {
    name: "portal-enumeration",
    title: "Time of a wrong password, with and without an account",
    about: `${each} addresses with an account and ${each} without one, each once, alternately, over HTTP. The medians may differ by 5 % or 2 ms, so that the time does not tell which addresses have accounts.`,
    of: "address",
    columns: COLUMNS,
    rows: [
      {
        name: "without an account",
        kind: "baseline",
        cells: [measured(times.other), { value: quantile(times.other, 0.95) }],
      },
      {
        name: "with an account",
        kind: "ours",
        cells: [
          measured(times.known),
          { value: quantile(times.known, 0.95) },
          { value: Math.abs(known - other), target: { atMost } },
        ],
      },
    ],
  };
}
