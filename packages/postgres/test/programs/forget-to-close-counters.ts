// Counts, and forgets to close: run by exit.test.ts.
import { createPostgresCounters } from "@product-auth/postgres";

const store = createPostgresCounters({ connectionString: process.argv[2]!, onProblem: () => {} });
await store.migrate();
const period = { period: 1_000, anchor: 0, isMadeUp: false };
await store.take([{ key: "a", kind: "token-bucket", limit: 1, amount: 0, ...period }], 0);
console.log(undefined);
