import type { ExitCode } from "../../command-io.js";
import type { Desk } from "../desk.js";
import { Misuse } from "../../misuse.js";
import { writeDocument } from "../../output/write-document.js";

/** Brings the tables up to date. */
export async function migrateStore(): Promise<(desk: Desk) => Promise<ExitCode>> {
  return async function migrate(desk) {
    if (desk.store.migrate === undefined)
      throw new Misuse("only postgres:// has tables to migrate; files and Redis need nothing.");
    await desk.store.migrate();
    writeDocument(desk, { migrated: true }, "The tables are up to date.\n");
    return 0;
  };
}
