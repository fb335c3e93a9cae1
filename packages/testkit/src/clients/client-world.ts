import {
  administerClients,
  clientRegistryOver,
  type ApplicationAuditEvent,
  type ClientAdministration,
  type NewApplication,
  type RequestedProduct,
} from "@product-auth/core/clients";
import type { RecordRepository } from "@product-auth/core/records";
import { setImmediate } from "node:timers/promises";
import { MemoryTenant, type Interruptions } from "./memory-tenant.js";

export const GOLD = { name: "gold", audience: "api://gold", role: "Product.Gold.All" } as const;
export const SILVER = { name: "silver", audience: "api://silver", role: "Product.Silver.All" } as const;
/** Needs an approval. */
export const BRONZE: RequestedProduct = {
  name: "bronze",
  audience: "api://bronze",
  role: "Product.Bronze.All",
  approvalRequired: true,
};

/** Thrown by everything that a process does after it has ended. */
export class ProcessEnded extends Error {}

/** A process with its own administration. It ends at a call: then nothing that it does has an effect. */
export interface ClientProcess {
  readonly clients: ClientAdministration;
  readonly events: ApplicationAuditEvent[];
  /** Calls to records and provisioning that change something, so far. */
  readonly calls: () => number;
}

/** Where the process ends: before the n-th call, or after it, so that its answer is lost. */
export interface End {
  readonly call: number;
  readonly when: "before" | "after";
}

/** A tenant and records that several processes share, and a clock that moves with every pause. */
export class ClientWorld {
  readonly clock = { now: 1_800_000_000_000 };
  readonly tenant: MemoryTenant = new MemoryTenant(() => this.clock.now);
  readonly #open: () => Promise<RecordRepository>;
  readonly #opened: RecordRepository[] = [];
  readonly #processes: ClientProcess[] = [];
  #seen: RecordRepository | undefined;

  constructor(open: (clock: () => number) => Promise<RecordRepository>) {
    this.#open = () => open(() => this.clock.now);
  }

  async records(): Promise<RecordRepository> {
    const records = await this.#open();
    this.#opened.push(records);
    return records;
  }

  /** Starts a process. `end`: where it ends. */
  async start(end?: End, patience = 0): Promise<ClientProcess> {
    let calls = 0;
    let hasEnded = false;
    const live = () => {
      if (hasEnded) throw new ProcessEnded("The process has ended");
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
    const records = await this.records();
    const events: ApplicationAuditEvent[] = [];
    const clients = administerClients({
      records: {
        get: async (...given) => {
          live();
          return records.get(...given);
        },
        list: async (...given) => {
          live();
          return records.list(...given);
        },
        async write(changes) {
          before();
          await records.write(changes);
          after();
        },
      },
      provisioning: this.tenant.connect({ before, after }),
      onAudit: (event) => void events.push(event),
      onProblem: () => undefined,
      clock: () => this.clock.now,
      delay: async (milliseconds, signal) => {
        if (!signal.aborted) this.clock.now += milliseconds;
        await setImmediate();
      },
      patience,
    });
    const made = { clients, events, calls: () => calls };
    this.#processes.push(made);
    return made;
  }

  /** A process around whose calls to Entra ID others act. */
  async connected(interruptions: Interruptions): Promise<Pick<ClientProcess, "clients">> {
    const made = {
      clients: administerClients({
        records: await this.records(),
        provisioning: this.tenant.connect(interruptions),
        clock: () => this.clock.now,
        patience: 2000,
      }),
    };
    this.#processes.push({ ...made, events: [], calls: () => 0 });
    return made;
  }

  /** Names of the products that the API admits an application to at this moment. */
  async admitted(clientId: string): Promise<readonly string[]> {
    this.#seen ??= await this.records();
    const client = await clientRegistryOver(this.#seen).findClient(clientId);
    const isAdmitted = client?.state === "active" && client.ownerState === "active";
    return isAdmitted ? [...client.products].sort() : [];
  }

  async close(): Promise<void> {
    for (const { clients } of this.#processes) await clients.close();
    for (const records of this.#opened) await records.close?.();
  }
}

/** Runs a test in a separate world. */
export type ClientCase = (title: string, test: (world: ClientWorld) => Promise<void>) => void;

/** An application to register. */
export const wanted = (more: Partial<NewApplication> = {}): NewApplication => ({
  key: "form-1",
  displayName: "Orders batch",
  ownerId: "zoe",
  products: [GOLD, BRONZE],
  ...more,
});

/** Registers, and waits until it is done. Returns the client id. */
export async function register(
  { clients }: ClientProcess,
  more: Partial<NewApplication> = {},
): Promise<string> {
  const { id } = await clients.register(wanted(more), { by: "zoe" });
  const job = await clients.wait(id, { timeout: 600_000 });
  if (job?.state !== "done" || job.clientId === undefined)
    throw new Error(`The registration is ${job?.state}: ${job?.problem?.message}`);
  return job.clientId;
}

/** Waits until nothing is left to do. */
export async function quiet({ clients }: ClientProcess): Promise<void> {
  for (let round = 0; round < 1000; round++) {
    const { items } = await clients.jobs();
    if (items.length === 0) return;
    await clients.resumeAll();
    for (const { id } of items) await clients.wait(id, { timeout: 600_000 });
  }
  throw new Error("Jobs remain");
}
