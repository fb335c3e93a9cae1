import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { JsonFileRecordRepository, type RecordRepository } from "@product-auth/core/records";
import {
  administerSubscriptions,
  JsonFileSubscriptionRepository,
  type SubscriptionAdministration,
  type SubscriptionRepository,
} from "@product-auth/core/subscriptions";
import * as portal from "@product-auth/portal";
import { createPostgresRecords, createPostgresSubscriptions } from "@product-auth/postgres";
import { serviceFor, startPostgres, type SkippableContext } from "@product-auth/testkit/services";
import pg from "pg";
import { runUsers } from "#src/users/run-users.js";
import type { Ended } from "../../run.js";

/** Thrown by everything that a run does after it has ended. */
export class ProcessEnded extends Error {}

/** How a run goes. */
export interface Run {
  /** The operator's answer; undefined: there is no terminal. */
  readonly typed?: string;
  /** The run ends before this write to a store, counted from 1, or after it. */
  readonly end?: { readonly call: number; readonly when: "before" | "after" };
}

/** The stores of a portal, with users. */
export interface House {
  readonly clock: { now: number };
  /** What names the stores on the command line. */
  readonly records: readonly string[];
  readonly stores: readonly string[];
  readonly open: {
    readonly records: () => Promise<RecordRepository & { close(): unknown }>;
    readonly subscriptions: () => Promise<SubscriptionRepository & { close(): unknown }>;
  };
  run(args: readonly string[], how?: Run): Promise<Ended & { readonly calls: number }>;
  /** The run's document, and its exit code. */
  json<T = UserDocument>(args: readonly string[], how?: Run): Promise<T & { readonly code: number | null }>;
  /** Makes a user with a password's identity and as many subscriptions. Returns the id. */
  user(
    email: string,
    more?: { readonly groups?: readonly string[]; readonly subscriptions?: number },
  ): Promise<string>;
  /** `state/ownerState` of the subscriptions of a user. */
  keysOf(userId: string): Promise<readonly string[]>;
  withSubscriptions<T>(work: (administration: SubscriptionAdministration) => Promise<T>): Promise<T>;
  withRecords<T>(work: (records: RecordRepository) => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

/** What the verbs print with `--json`. */
export interface UserDocument {
  readonly user: {
    readonly id: string;
    readonly email?: string;
    readonly state: string;
    readonly groups: readonly string[];
  };
  readonly users: readonly { readonly id: string; readonly email?: string }[];
  readonly total: number;
  readonly link: string;
  readonly work?: { readonly done: number; readonly total: number; readonly problem?: string };
}

let made = 0;

/** Where the stores can be. */
export const HOUSES: Readonly<Record<string, (context: SkippableContext) => Promise<House>>> = {
  async file() {
    const folder = await mkdtemp(join(tmpdir(), "product-auth-users-"));
    const paths = [join(folder, "records.json"), join(folder, "subscriptions.json")] as const;
    return newHouse({
      records: ["--records", `file:${paths[0]}`],
      stores: ["--records", `file:${paths[0]}`, "--subscriptions", `file:${paths[1]}`],
      open: {
        records: () => JsonFileRecordRepository.open(paths[0], { create: true }),
        subscriptions: () => JsonFileSubscriptionRepository.open(paths[1], { create: true }),
      },
      clear: () => rm(folder, { recursive: true, maxRetries: 3 }),
    });
  },

  async postgres(context) {
    const { url } = await serviceFor(context, startPostgres);
    const schema = `test_${process.pid}_users_${++made}`;
    const options = { connectionString: url, schema };
    const migrated = createPostgresRecords(options);
    await migrated.migrate();
    await migrated.close();
    return newHouse({
      records: ["--records", url, "--schema", schema],
      stores: ["--records", url, "--subscriptions", url, "--schema", schema],
      open: {
        records: async () => createPostgresRecords(options),
        subscriptions: async () => createPostgresSubscriptions(options),
      },
      async clear() {
        const client = new pg.Client(url);
        await client.connect();
        await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
        await client.end();
      },
    });
  },
};

async function newHouse({
  records: recordOptions,
  stores,
  open,
  clear,
}: Pick<House, "records" | "stores" | "open"> & { readonly clear: () => Promise<void> }): Promise<House> {
  const clock = { now: Date.now() };
  await (await open.records()).close();
  await (await open.subscriptions()).close();
  async function using<S extends { close(): unknown }, T>(
    opening: () => Promise<S>,
    work: (store: S) => Promise<T>,
  ): Promise<T> {
    const store = await opening();
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }
  const withSubscriptions: House["withSubscriptions"] = (work) =>
    using(open.subscriptions, (repository) => work(administerSubscriptions({ repository })));

  const run: House["run"] = async (args, { typed, end } = {}) => {
    let [stdout, stderr, calls] = ["", "", 0];
    let hasEnded = false;
    const live = () => {
      if (hasEnded) throw new ProcessEnded("ended");
    };
    const counted = async (write: () => Promise<void>) => {
      live();
      calls += 1;
      hasEnded = end?.when === "before" && calls === end.call;
      live();
      await write();
      hasEnded ||= end?.when === "after" && calls === end.call;
      live();
    };
    const isReading = ["list", "show", "invite"].includes(args[0] ?? "");
    const code = await runUsers(
      [...args, ...(isReading ? recordOptions : stores)],
      {
        stdin: Object.assign(
          (async function* () {
            yield Buffer.from(typed ?? "");
          })(),
          { isTTY: typed !== undefined },
        ),
        stdout: { write: (text: string) => (stdout += text) },
        stderr: { write: (text: string) => (stderr += text) },
        env: {},
      },
      {
        load: () => Promise.resolve(portal),
        clock: () => clock.now,
        async delay(milliseconds, signal) {
          if (!signal.aborted) clock.now += milliseconds;
          await setImmediate();
        },
        between: (repository) => ({
          async get(...given) {
            live();
            return repository.get(...given);
          },
          async list(...given) {
            live();
            return repository.list(...given);
          },
          write: (changes) => counted(() => repository.write(changes)),
        }),
        betweenSubscriptions: (repository) =>
          new Proxy(repository, {
            get(target, property: keyof SubscriptionRepository) {
              const method = target[property];
              if (typeof method !== "function") return method;
              const call = (...given: unknown[]) => Reflect.apply(method, target, given) as Promise<void>;
              return property === "replace" ? (...given: unknown[]) => counted(() => call(...given)) : call;
            },
          }),
      },
    );
    return { code, stdout, stderr, calls };
  };

  return {
    ...{ clock, open, records: recordOptions, stores, run, withSubscriptions },
    async json<T>(args: readonly string[], how?: Run) {
      const { code, stdout, stderr } = await run([...args, "--json"], how);
      if (stdout === "") throw new Error(stderr);
      return { ...(JSON.parse(stdout) as T), code };
    },
    async user(email, { groups = [], subscriptions = 0 } = {}) {
      const id = `user-${++made}`;
      const [firstName = ""] = email.split("@");
      const names = { firstName, lastName: "Vance", email, emailVerified: true };
      const value = { ...names, state: "active", groups: [...groups], registrationDate: clock.now };
      const identity = createHash("sha256").update(`basic|${email}`).digest("base64url");
      const signedIn = { provider: "basic", lastSignIn: clock.now };
      await using(open.records, (store) =>
        store.write([
          { put: { kind: "user", id, version: 1, value } },
          { put: { kind: "identity", id: identity, owner: id, version: 1, value: signedIn } },
        ]),
      );
      await withSubscriptions(async (administration) => {
        for (let i = 0; i < subscriptions; i++)
          await administration.create({ scope: "/products/pro", ownerId: id, displayName: `Key ${i}` });
      });
      return id;
    },
    keysOf: (ownerId) =>
      withSubscriptions(async ({ list }) =>
        (await list({ ownerId })).items.map(({ state, ownerState = "active" }) => `${state}/${ownerState}`),
      ),
    withRecords: (work) => using(open.records, work),
    remove: clear,
  };
}
