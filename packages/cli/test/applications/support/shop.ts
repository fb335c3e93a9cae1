import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { clientRegistryOver, ProvisioningError } from "@product-auth/core/clients";
import { JsonFileRecordRepository, type RecordRepository } from "@product-auth/core/records";
import { createPostgresRecords } from "@product-auth/postgres";
import { MemoryTenant } from "@product-auth/testkit";
import { serviceFor, startPostgres, type SkippableContext } from "@product-auth/testkit/services";
import pg from "pg";
import type { ProvisioningProgram } from "#src/applications/entra/provisioning-program.js";
import { runApplications } from "#src/applications/run-applications.js";
import type { Ended } from "../../run.js";

export const ENV = {
  AZURE_TENANT_ID: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  PRODUCT_AUTH_GRAPH_TOKEN: "eyJ0.a-secret-token.sig",
};

export const CATALOG = {
  products: {
    gold: { displayName: "Gold", audience: "api://gold" },
    silver: { audience: ["api://silver", "api://other"], role: "Silver.Read" },
    bronze: { audience: "api://bronze", approvalRequired: true },
    pro: { accepts: ["key"] },
    open: { audience: "api://open", role: false, clients: ["7b0c9e11-2222-4333-8444-955566667777"] },
  },
};

/** Thrown by everything that a run does after it has ended. */
export class ProcessEnded extends Error {}

/** How a run goes. */
export interface Run {
  /** Default: a token for Graph. */
  readonly env?: Readonly<Record<string, string>>;
  /** The operator's answer; undefined: there is no terminal. */
  readonly typed?: string;
  /** The run ends before this call to the records or to Entra ID that changes something, counted from 1, or after it. */
  readonly end?: { readonly call: number; readonly when: "before" | "after" };
  readonly program?: Partial<ProvisioningProgram>;
}

/** Records, a catalog and a tenant in memory; the clock moves with every pause. */
export interface Shop {
  readonly folder: string;
  readonly tenant: MemoryTenant;
  readonly clock: { now: number };
  /** What names the records on the command line. */
  readonly records: readonly string[];
  run(args: readonly string[], how?: Run): Promise<Ended & { readonly calls: number }>;
  /** The run's document, and its exit code. */
  json<T = Document>(args: readonly string[], how?: Run): Promise<T & { readonly code: number | null }>;
  /** Names of the products that an API admits the application to. */
  admitted(id: string): Promise<readonly string[]>;
  /** Everything in the records, as text. */
  dump(): Promise<string>;
  remove(): Promise<void>;
}

/** What the verbs print with `--json`. */
export interface Document {
  readonly application: {
    readonly id: string;
    readonly state: string;
    readonly ownerId?: string;
    readonly products: readonly { readonly name: string; readonly state: string }[];
  };
  readonly job?: {
    readonly id: string;
    readonly state: string;
    readonly problem?: { readonly reason: string };
  };
  readonly secret: { readonly keyId: string; readonly secretText?: string; readonly file?: string };
}

let made = 0;

/** Where the records can be. */
export const SHOPS: Readonly<Record<string, (context: SkippableContext) => Promise<Shop>>> = {
  file: () =>
    newShop((folder) => {
      const path = join(folder, "records.json");
      return {
        records: ["--records", `file:${path}`],
        open: () => JsonFileRecordRepository.open(path, { create: true }),
        clear: async () => undefined,
      };
    }),

  async postgres(context) {
    const { url } = await serviceFor(context, startPostgres);
    const schema = `test_${process.pid}_applications_${++made}`;
    const migrated = createPostgresRecords({ connectionString: url, schema });
    await migrated.migrate();
    await migrated.close();
    return newShop(() => ({
      records: ["--records", url, "--schema", schema],
      open: async () => createPostgresRecords({ connectionString: url, schema }),
      async clear() {
        const client = new pg.Client(url);
        await client.connect();
        await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
        await client.end();
      },
    }));
  },
};

interface Behind {
  readonly records: readonly string[];
  open(): Promise<RecordRepository>;
  clear(): Promise<void>;
}

async function newShop(behind: (folder: string) => Behind): Promise<Shop> {
  const folder = await mkdtemp(join(tmpdir(), "product-auth-applications-"));
  await writeFile(join(folder, "catalog.json"), JSON.stringify(CATALOG));
  const clock = { now: 1_800_000_000_000 };
  const tenant = new MemoryTenant(() => clock.now);
  const { records, open, clear } = behind(folder);
  const read = async <T>(work: (opened: RecordRepository) => Promise<T>): Promise<T> => {
    const opened = await open();
    try {
      return await work(opened);
    } finally {
      await opened.close?.();
    }
  };

  const run: Shop["run"] = async (args, { env = ENV, typed, end, program } = {}) => {
    let [stdout, stderr, calls] = ["", "", 0];
    let hasEnded = false;
    const live = () => {
      if (hasEnded) throw new ProcessEnded("ended");
    };
    const before = () => {
      live();
      calls += 1;
      hasEnded = end?.when === "before" && calls === end.call;
      live();
    };
    const after = () => {
      hasEnded ||= end?.when === "after" && calls === end.call;
      live();
    };
    const whole = ["register", "link", "approve"].includes(args[0] ?? "")
      ? [...args, "--catalog", join(folder, "catalog.json")]
      : args;
    const code = await runApplications(
      [...whole, ...records],
      {
        stdin: Object.assign(
          (async function* () {
            yield Buffer.from(typed ?? "");
          })(),
          { isTTY: typed !== undefined },
        ),
        stdout: { write: (text: string) => (stdout += text) },
        stderr: { write: (text: string) => (stderr += text) },
        env,
      },
      {
        load: () => Promise.resolve({ ...programOf(tenant, { before, after }), ...program }),
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
          async write(changes) {
            before();
            await repository.write(changes);
            after();
          },
        }),
      },
    );
    return { code, stdout, stderr, calls };
  };

  return {
    ...{ folder, tenant, clock, records, run },
    async json<T>(args: readonly string[], how?: Run) {
      const { code, stdout, stderr } = await run([...args, "--json"], how);
      if (stdout === "") throw new Error(stderr);
      return { ...(JSON.parse(stdout) as T), code };
    },
    admitted: (id) =>
      read(async (opened) => {
        const client = await clientRegistryOver(opened).findClient(id);
        return client?.state === "active" ? [...client.products].sort() : [];
      }),
    dump: () =>
      read(async (opened) => {
        const kinds = ["application", "job", "application-owner"];
        const lists = await Promise.all(kinds.map((kind) => opened.list(kind, { limit: 1000 })));
        return JSON.stringify(lists);
      }),
    async remove() {
      await clear();
      await rm(folder, { recursive: true, maxRetries: 3 });
    },
  };
}

function programOf(
  tenant: MemoryTenant,
  calls: { readonly before: () => void; readonly after: () => void },
): ProvisioningProgram {
  const manual = () => Promise.reject(new ProvisioningError("manual", "do it in the Entra portal"));
  return {
    environmentCredential: () => ({ getToken: () => Promise.resolve(null) }),
    graphProvisioning: () => tenant.connect(calls),
    manualProvisioning: ({ tokenUrl }) => ({
      ...{ tokenUrl, ensureApplication: manual, ensureLink: manual, removeLink: manual, remove: manual },
      ...{ listSecrets: manual, addSecret: manual, removeSecret: manual },
    }),
  };
}

/** The text of a file of the shop. */
export const textIn = (shop: Shop, name: string): Promise<string> =>
  readFile(join(shop.folder, name), "utf8");
