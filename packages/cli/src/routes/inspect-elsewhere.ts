import type { Inspected } from "@product-auth/routes/module";
import { answerOfProcess } from "../answer-of-process.js";
import { inspectedIn } from "./answer-parent.js";

/** What is loaded, and how long that may take. */
export interface InspectionWish {
  readonly module: string;
  readonly export: string | undefined;
  /** Seconds. */
  readonly timeout: number;
}

/** The program that loads a module. */
export const INSPECTOR: URL = new URL("inspector.js", import.meta.url);

/** The report of a module, which is loaded in a separate process. What the module prints goes to this process's own stderr. */
export const inspectElsewhere = (
  wish: InspectionWish,
  inspector: URL,
): Promise<Inspected & { readonly kind: "report" }> =>
  answerOfProcess<Inspected>(inspector, {
    args: [wish.module, ...(wish.export === undefined ? [] : [wish.export])],
    milliseconds: wish.timeout * 1000,
    read: inspectedIn,
    silence: (end) => silence(wish, end),
  }).then(reported(wish));

const reported =
  ({ module }: InspectionWish) =>
  (inspected: Inspected): Inspected & { readonly kind: "report" } => {
    if (inspected.kind === "failure") throw new Error(inspected.message);
    const { routes, opaque } = inspected.report;
    if (routes.length + opaque.length > 0) return inspected;
    throw new Error(`${module}: the application has no routes; is it exported before they are declared?`);
  };

function silence({ module, timeout }: InspectionWish, end: string | number | null): Inspected {
  const message =
    end === "SIGKILL"
      ? `loading it took longer than ${timeout} seconds (--timeout)`
      : `it ended its process (${end}) before its routes could be listed`;
  return { kind: "failure", message: `${module}: ${message}.` };
}
