// A portal over two files, or over a schema of PostgreSQL, for one request: `killed-portal.js '{ "folder": …, "beforeWrite": 2, "cookie": …, "path": …, "fields": {} }'`.
// With `provisioning`, the address of one that the test serves, it has applications. The process is killed before that write to a
// store or call of the provisioning, or, when there are fewer, before it answers: then it prints "answered".
import { writeSync } from "node:fs";
import type { RecordRepository } from "@product-auth/core/records";
import type { SubscriptionRepository } from "@product-auth/core/subscriptions";
import { createApplicationsWorld } from "../support/applications-world.js";
import { openSharedStores, openStores } from "../support/open-stores.js";
import { remoteProvisioning } from "../support/remote-provisioning.js";
import { createWorld } from "../support/world.js";

interface Given {
  readonly folder: string;
  readonly postgres?: { readonly connectionString: string; readonly schema: string };
  readonly provisioning?: string;
  readonly beforeWrite: number;
  readonly id: string;
  readonly cookie: string;
  readonly path: string;
  readonly fields: Record<string, string>;
}

const given = JSON.parse(process.argv[2] ?? "") as Given;
let writes = 0;

function killBeforeWrite<T extends object>(store: T, names: readonly (keyof T)[]): T {
  return new Proxy(store, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      return (...args: unknown[]) => {
        if (names.includes(name as keyof T) && ++writes === given.beforeWrite) kill();
        return method.apply(target, args) as unknown;
      };
    },
  });
}

function kill(): void {
  process.kill(process.pid, "SIGKILL");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); // nothing more happens
}

const { records, repository } = await (given.postgres === undefined
  ? openStores(given.folder)
  : openSharedStores(given.postgres));
const mortalRecords = killBeforeWrite<RecordRepository>(records, ["write"]);
const world =
  given.provisioning === undefined
    ? createWorld({
        records: mortalRecords,
        repository: killBeforeWrite<SubscriptionRepository>(repository, ["insert", "replace", "delete"]),
      })
    : createApplicationsWorld({
        records: mortalRecords,
        provisioning: killBeforeWrite(remoteProvisioning(given.provisioning), [
          ...(["ensureApplication", "ensureLink", "removeLink"] as const),
          ...(["addSecret", "removeSecret", "remove"] as const),
        ]),
        withUpkeep: false,
      });
await world.as(given.id, given.cookie).post(given.path, given.fields);
writeSync(1, "answered");
kill();
