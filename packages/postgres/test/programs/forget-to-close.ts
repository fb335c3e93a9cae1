// Listens and looks up, and forgets to close: run by exit.test.ts.
import { setTimeout as pause } from "node:timers/promises";
import { createPostgresSubscriptions } from "@product-auth/postgres";

const store = createPostgresSubscriptions({ connectionString: process.argv[2]! });
await store.migrate();
let isListening = false;
store.onChange((change) => (isListening ||= change === "everything"));
while (!isListening) await pause(10);
console.log(await store.findByKeyDigest("nobody"));
