import type { RecordRepository } from "@product-auth/core/records";
import { pagesOf } from "../stores/pages-of.js";
import { userOf, type User } from "./users.js";

/** All users, 1,000 at a time, in the order of their ids. `isLast`: whether no page follows. */
export async function* userPages(
  records: Pick<RecordRepository, "list">,
): AsyncGenerator<{ readonly users: readonly User[]; readonly isLast: boolean }> {
  for await (const page of pagesOf((from) => records.list("user", { limit: 1000, ...from })))
    yield { users: page.records.map(userOf), isLast: page.next === undefined };
}
