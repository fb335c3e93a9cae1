import type { Access } from "@product-auth/core";

type Caller = Access;

/** What the API answers: the same in every framework. Everything belongs to the user of the token. */
export const answers = {
  timesheets: (caller: Caller) => ({ of: userOf(caller), weeks: [{ week: "2026-W48", hours: 38.5 }] }),
  recorded: (caller: Caller, hours: unknown) => ({ of: userOf(caller), recorded: hours }),
  payslip: (caller: Caller, month: string) => ({ of: userOf(caller), month, net: 2_950 }),
};

/** Object id in the tenant: names and e-mail addresses can change. The policy of Payroll is named "user". */
const userOf = ({ token, tokens }: Caller): unknown => (token ?? tokens?.["user"])?.claims["oid"];
