// Listens and looks up, and forgets to close: run by exit.test.ts.
import { createPostgresSubscriptions } from "@product-auth/postgres";

const store = createPostgresSubscriptions({ connectionString: process.argv[2]! });
await store.migrate();
await new Promise<void>((resolve) => store.onChange((change) => change === "everything" && resolve()));
console.log(await store.findByKeyDigest("nobody"));
