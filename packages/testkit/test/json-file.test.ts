import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JsonFileSubscriptionRepository } from "@product-auth/core/subscriptions";
import { storeContract } from "@product-auth/testkit";

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "product-auth-"));
});
after(() => rm(folder, { recursive: true }));

storeContract({ describe, it, before, after }, "JsonFileSubscriptionRepository", {
  open: (name) =>
    JsonFileSubscriptionRepository.open(join(folder, `${name}.json`), { create: true, checkInterval: 0.1 }),
  pushWithin: 2000,
});
