import type { Diagnosis } from "@product-auth/graph";
import type { CommandIo, ExitCode } from "../../command-io.js";
import { Misuse } from "../../misuse.js";
import { writeDocument } from "../../output/write-document.js";
import { printable } from "../../printable.js";
import type { Order } from "../arguments/applications-form.js";
import { clientIdFrom } from "../arguments/read-ids.js";
import type { Desk, Work } from "../desk.js";
import { consentTo } from "../../arguments/consent-to.js";

/** Compares the records with Entra ID. Changes nothing. */
export function reconcileRegistrations(): Promise<Work> {
  return Promise.resolve(async function reconcile(desk: Desk): Promise<ExitCode> {
    const { reconcileApplications } = await import("@product-auth/graph");
    const findings = await reconcileApplications(optionsFrom(desk));
    const text =
      findings.length === 0 ? "The records and Entra ID agree.\n" : findings.map(findingText).join("");
    writeDocument(desk, { findings }, text);
    return hasError(findings) ? 1 : 0;
  });
}

/** Assigns and removes app roles in Entra ID as the records say; deletes a registration that has no record. */
export async function repairRegistrations(order: Order, io: CommandIo): Promise<Work> {
  const remove = order.subject === "" ? [] : [clientIdFrom(order.subject, "ID")];
  const what = remove.length === 0 ? "" : ` and delete the registration ${remove[0]!} if it has no record`;
  const confirm = consentTo(`Assign and remove app roles as the records say${what}?`, order, io);
  return async function repair(desk) {
    await confirm();
    const { repairApplications } = await import("@product-auth/graph");
    const { provisioning } = desk.entra;
    const { repaired, left } = await repairApplications({ ...optionsFrom(desk), provisioning, remove });
    const lines = [
      ...repaired.map(({ code, at, message }) => `Repaired ${printable(`${code} ${at}: ${message}`)}\n`),
      ...left.map(findingText),
    ];
    const text = lines.length === 0 ? "The records and Entra ID agree.\n" : lines.join("");
    writeDocument(desk, { repaired, left }, text);
    return hasError(left) ? 1 : 0;
  };
}

function optionsFrom({ administration, entra: { graph }, timeout, clock, signal }: Desk) {
  if (graph === undefined) throw new Misuse("it compares through Microsoft Graph: leave out --manual.");
  return { ...graph, administration, timeout: timeout / 1000, clock, signal };
}

const hasError = (findings: readonly Diagnosis[]): boolean =>
  findings.some(({ severity }) => severity === "error");

const findingText = ({ code, severity, at, message, fix }: Diagnosis): string =>
  `${printable(`${code} ${severity} ${at}: ${[message, fix].filter((part) => part !== "").join("; ")}`)}\n`;
