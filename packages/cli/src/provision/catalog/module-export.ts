/** The default export of a module, or why there is none. */
export type ModuleExport = { readonly json: string } | { readonly problem: string };

/** Distinguishes the export from other messages: the module may send messages, too. */
const EXPORT = "product-auth.export";

/** The message that carries an export to the process that waits for it. */
export const exportMessage = (loaded: ModuleExport): object => ({ [EXPORT]: loaded });

/** The export in a message of that process; undefined in any other. */
export function exportIn(message: unknown): ModuleExport | undefined {
  return (message as Partial<Record<typeof EXPORT, ModuleExport>> | null)?.[EXPORT];
}
