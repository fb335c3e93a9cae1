import * as apim from "@product-auth/apim";
import type { Finding, Held, Import, ImportOptions, ImportReport } from "@product-auth/apim";
import { runImport } from "#src/import/run-import.js";
import type { ImportProgram } from "#src/import/import-program.js";

/** A report in which everything was carried, with these parts instead. */
export const reportWith = (parts: Partial<ImportReport> = {}): ImportReport => ({
  report: 1,
  exit: 0,
  products: {},
  apis: {},
  subscriptions: [],
  clients: [],
  rules: [],
  effective: [],
  findings: [],
  held: [],
  environment: [],
  ...parts,
});

/** An import with this report and nothing in its configuration but these parts. */
export const importWith = (
  report: Partial<ImportReport>,
  configuration: Partial<Import["configuration"]> = {},
  keys: Import["keys"] = new Map(),
): Import => ({
  report: reportWith(report),
  configuration: {
    products: [],
    apis: [],
    subscriptions: [],
    clients: [],
    namedValues: [],
    documents: [],
    secretVariables: new Set(),
    findings: [],
    ...configuration,
  },
  answered: [],
  tokens: new Map(),
  keys,
});

/** An import of nothing, without findings. */
export const nothing: Import = importWith({});

/** A loss. */
export const lost: Finding = {
  severity: "lost",
  code: "condition",
  at: "apis/orders/policy.xml:9",
  element: "return-response",
  text: "The condition depends on a variable.",
};

/** How a toy command ended. */
export interface ToyEnded {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly asked: readonly { readonly paths: readonly string[]; readonly options: ImportOptions }[];
}

/** What is around a toy command. */
interface Surroundings {
  readonly files?: number;
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** What the catalog leaves out besides. */
  readonly leftOut?: readonly Held[];
}

/** Runs the command in this process; the reading of inputs gives this import, and reports so many files. */
export async function runToy(
  args: readonly string[],
  imported: Import | Error,
  { files = 0, isTTY = false, columns, leftOut = [] }: Surroundings = {},
): Promise<ToyEnded> {
  const asked: { paths: readonly string[]; options: ImportOptions }[] = [];
  const program: ImportProgram = {
    ...apim,
    filesOfImport: (from) => ({ ...apim.filesOfImport(from), leftOut }),
    importConfiguration(paths, options) {
      asked.push({ paths, options });
      for (let read = 1; read <= files; read++) options.onProgress?.({ read, files });
      return imported instanceof Error ? Promise.reject(imported) : Promise.resolve(imported);
    },
  };
  let [stdout, stderr] = ["", ""];
  const io = {
    stdin: (async function* () {})(),
    stdout: { write: (text: string) => (stdout += text), columns },
    stderr: { write: (text: string) => (stderr += text), isTTY },
    env: {},
  };
  const code = await runImport(args, io, program);
  return { code, stdout, stderr, asked };
}
