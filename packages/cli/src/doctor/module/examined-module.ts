import type { Problem } from "@product-auth/core";
import type { Examination } from "../doctor-report.js";
import type { InstanceQuestion } from "../instance/check-instance.js";

/** What the process that loads a module is asked. The module gives the options. */
export type ModuleQuestion = Omit<InstanceQuestion, "options" | "records" | "client" | "isFile"> & {
  readonly client: { readonly id: string; readonly secret: string | undefined } | undefined;
};

/** What that process answers. */
export type ModuleAnswer =
  | {
      readonly examination: Examination;
      /** The part of the options that registrations are compared with, as JSON. */
      readonly catalog: unknown;
      /** The tenant of the options. */
      readonly tenantId: string | undefined;
      /** The origin of its login service, where the options name one. */
      readonly authorityHost: string | undefined;
    }
  | { readonly problems: readonly Problem[] };

/** Distinguishes the answer from other messages: the module may send messages, too. */
const ANSWER = "product-auth.doctor";

export const answerMessage = (answer: ModuleAnswer): object => ({ [ANSWER]: answer });

/** The answer in a message of that process; undefined in any other. */
export function answerIn(message: unknown): ModuleAnswer | undefined {
  return (message as Partial<Record<typeof ANSWER, ModuleAnswer>> | null)?.[ANSWER];
}
