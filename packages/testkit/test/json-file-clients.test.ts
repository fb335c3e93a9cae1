import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JsonFileRecordRepository } from "@product-auth/core/records";
import { clientContract } from "@product-auth/testkit";

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "product-auth-"));
});
after(() => rm(folder, { recursive: true }));

clientContract(
  { describe, it, before, after },
  "JsonFileRecordRepository",
  {
    open: (name, clock) =>
      JsonFileRecordRepository.open(join(folder, `${name}.json`), {
        create: true,
        clock,
        // The clock moves by days.
        onProblem: () => undefined,
      }),
  },
  { crashes: false },
);
