// Listens, writes, and forgets to close: run by exit.test.ts.
import { setTimeout as pause } from "node:timers/promises";
import { createPostgresRecords } from "@product-auth/postgres";

const records = createPostgresRecords({ connectionString: process.argv[2]! });
await records.migrate();
let isListening = false;
records.onChange((change) => (isListening ||= change === "everything"));
while (!isListening) await pause(10);
await records.write([{ remove: { kind: "user", id: "unknown" } }]);
console.log(undefined);
