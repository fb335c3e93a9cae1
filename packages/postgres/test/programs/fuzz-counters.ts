// `npm run fuzz -- limits`, for PostgreSQL.
import { fileURLToPath } from "node:url";
import { createPostgresCounters } from "@product-auth/postgres";
import { fuzzCounters } from "@product-auth/testkit";
import { startPostgres } from "@product-auth/testkit/services";

const takeMany = fileURLToPath(new URL("take-many.js", import.meta.url));

process.exitCode = await fuzzCounters(async () => {
  const { url } = await startPostgres();
  const migrated = async (name: string) => {
    const schema = `fuzz_${process.pid}_${name}`;
    const options = { connectionString: url, schema, time: "caller", timeout: 20_000 } as const;
    const store = createPostgresCounters(options);
    await store.migrate();
    return { schema, store };
  };
  return {
    name: "PostgreSQL",
    kinds: ["token-bucket", "fixed-window"],
    open: async () => (await migrated("calls")).store,
    async program(kind, run) {
      const { schema, store } = await migrated(`${kind.replace("-", "_")}_${run}`);
      await store.close();
      return [takeMany, url, schema, kind, "500"];
    },
  };
}, console);
