import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JsonFileRecordRepository } from "@product-auth/core/records";
import { recordContract } from "@product-auth/testkit";

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "product-auth-"));
});
after(() => rm(folder, { recursive: true }));

recordContract({ describe, it, before, after }, "JsonFileRecordRepository", {
  open: (name, clock) =>
    JsonFileRecordRepository.open(join(folder, `${name}.json`), { create: true, checkInterval: 0.1, clock }),
  pushWithin: 2000,
});
