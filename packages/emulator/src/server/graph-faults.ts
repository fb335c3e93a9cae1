/** The name of an operation of the emulator's Graph. */
export type GraphOperation =
  | "listApplications"
  | "getApplication"
  | "createApplication"
  | "updateApplication"
  | "upsertApplication"
  | "deleteApplication"
  | "addPassword"
  | "removePassword"
  | "listServicePrincipals"
  | "getServicePrincipal"
  | "createServicePrincipal"
  | "updateServicePrincipal"
  | "upsertServicePrincipal"
  | "deleteServicePrincipal"
  | "listAssignments"
  | "getAssignment"
  | "createAssignment"
  | "deleteAssignment"
  | "listDeleted"
  | "getDeleted"
  | "restoreDeleted"
  | "purgeDeleted";

/** Every operation of the emulator's Graph. */
export const graphOperations: readonly GraphOperation[] = [
  "listApplications",
  "getApplication",
  "createApplication",
  "updateApplication",
  "upsertApplication",
  "deleteApplication",
  "addPassword",
  "removePassword",
  "listServicePrincipals",
  "getServicePrincipal",
  "createServicePrincipal",
  "updateServicePrincipal",
  "upsertServicePrincipal",
  "deleteServicePrincipal",
  "listAssignments",
  "getAssignment",
  "createAssignment",
  "deleteAssignment",
  "listDeleted",
  "getDeleted",
  "restoreDeleted",
  "purgeDeleted",
];

/** How a call of Graph breaks: answered 503, cut before it has an effect, or cut after it. */
export type Breakage = "503" | "drop" | "answer-lost";

/** Every breakage. */
export const breakages: readonly Breakage[] = ["503", "drop", "answer-lost"];

/** Faults of Graph. */
export interface GraphFaults {
  /**
   * Hides objects, secrets, app roles and assignments from Graph and `/token` until they are that many seconds old by
   * `entra.clock`; 0 ends it.
   */
  readonly replication: (seconds: number) => void;
  /** Refuses secrets that live longer than that many days; 0 ends it. */
  readonly lifetimePolicy: (days: number) => void;
  /** Breaks the n-th call of Graph from now, counted from 1; with `operation` only calls of that operation count. */
  readonly break: (wish: { call: number; how: Breakage; operation?: GraphOperation }) => void;
}

/** The current faults of Graph. */
export interface GraphFaultBoard {
  readonly faults: GraphFaults;
  /** Whether replicas know what was written at that time, in milliseconds. */
  readonly isReplicated: (since: number) => boolean;
  /** Days that a secret may live; undefined without a policy. */
  readonly maximumLifetime: () => number | undefined;
  /** Counts a call, and returns how it breaks. */
  readonly breakageOf: (operation: GraphOperation | undefined) => Breakage | undefined;
  readonly clear: () => void;
}

/** Makes a board without faults. `now` in milliseconds. */
export function createGraphFaultBoard(now: () => number): GraphFaultBoard {
  let lag = 0;
  let days = 0;
  let breaks: { left: number; how: Breakage; operation: GraphOperation | undefined }[] = [];
  return {
    faults: {
      replication(seconds) {
        lag = seconds * 1000;
      },
      lifetimePolicy(maximum) {
        days = maximum;
      },
      break({ call, how, operation }) {
        if (operation !== undefined && !graphOperations.includes(operation))
          throw new TypeError(`faults.break: Graph has no operation "${String(operation)}".`);
        if (!breakages.includes(how))
          throw new TypeError(`faults.break: "${String(how)}" is not a way to break.`);
        breaks.push({ left: call, how, operation });
      },
    },
    isReplicated: (since) => lag <= 0 || now() - since >= lag,
    maximumLifetime: () => (days > 0 ? days : undefined),
    breakageOf(operation) {
      const counting = breaks.filter((one) => one.operation === undefined || one.operation === operation);
      for (const one of counting) one.left -= 1;
      breaks = breaks.filter(({ left }) => left > 0);
      return counting.find(({ left }) => left <= 0)?.how;
    },
    clear() {
      lag = 0;
      days = 0;
      breaks = [];
    },
  };
}
