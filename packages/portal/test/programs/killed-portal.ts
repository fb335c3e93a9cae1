// A portal over two files, or over a schema of PostgreSQL, for one request: `killed-portal.js '{ "folder": …, "beforeWrite": 2, "cookie": …, "path": …, "fields": {} }'`.
// The process is killed before that write to a store, or, when there are fewer, before it answers: then it prints "answered".
import { writeSync } from "node:fs";
import type { RecordRepository } from "@product-auth/core/records";
import type { SubscriptionRepository } from "@product-auth/core/subscriptions";
import { openSharedStores, openStores } from "../support/open-stores.js";
import { createWorld } from "../support/world.js";

interface Given {
  readonly folder: string;
  readonly postgres?: { readonly connectionString: string; readonly schema: string };
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
const world = createWorld({
  records: killBeforeWrite<RecordRepository>(records, ["write"]),
  repository: killBeforeWrite<SubscriptionRepository>(repository, ["insert", "replace", "delete"]),
});
await world.as(given.id, given.cookie).post(given.path, given.fields);
writeSync(1, "answered");
kill();
