import type { Inspected, InspectedModule } from "@product-auth/routes/module";

/** Stands in front of the report among all messages: the module may send messages, too. */
const REPORT = "product-auth.report";

/** In the process that loads the module: inspects what the arguments name, sends the report and ends the process. */
export async function answerParent(inspect: (wanted: InspectedModule) => Promise<Inspected>): Promise<void> {
  const [module = "", name] = process.argv.splice(2); // they are the command's, and the module may read them
  process.once("disconnect", () => process.exit());
  const inspected = await inspect({ module, export: name });
  // Whatever the module has running ends with this.
  process.send?.({ [REPORT]: inspected }, () => process.exit());
}

/** The report in a message of that process; undefined in any other. */
export function inspectedIn(message: unknown): Inspected | undefined {
  return (message as Partial<Record<typeof REPORT, Inspected>> | null)?.[REPORT];
}
