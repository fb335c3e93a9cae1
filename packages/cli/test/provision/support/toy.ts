import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as graph from "@product-auth/graph";
import type { GraphProgram } from "#src/provision/graph-program.js";
import { runProvision } from "#src/provision/run-provision.js";
import type { Ended } from "../../run.js";
import { done, PLAN } from "./reports.js";

/** Environment of a caller with a token. */
export const ENV = {
  AZURE_TENANT_ID: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  PRODUCT_AUTH_GRAPH_TOKEN: "eyJ0.a-secret-token.sig",
};

/** A program that makes no calls: it records which functions were called, and returns these reports. */
export function toyProgram({
  plan = PLAN,
  applied = done(plan),
  ...more
}: {
  readonly plan?: graph.ProvisionReport;
  readonly applied?: graph.ProvisionReport;
} & Partial<GraphProgram> = {}): GraphProgram & { readonly calls: string[] } {
  const calls: string[] = [];
  const planned = (name: string) => () => {
    calls.push(name);
    return Promise.resolve({ report: plan } as graph.ProvisionPlan);
  };
  return {
    ...graph,
    environmentCredential: () => ({ getToken: () => Promise.resolve(null) }),
    problemsOfProvision: () => [],
    planCatalog: planned("planCatalog"),
    planDestroy: planned("planDestroy"),
    applyPlan() {
      calls.push("applyPlan");
      return Promise.resolve(applied);
    },
    // The audience of gold, where there is none.
    completeCatalog: (text, report) =>
      report.changes.some((one) => one.done) && !text.includes("audience")
        ? text.replace('"displayName": "Gold"', '"displayName": "Gold", "audience": "api://1"')
        : text,
    describeChange: (one) =>
      one.fields
        .map(({ name, from, to }) => `${name} ${JSON.stringify(from)} → ${JSON.stringify(to)}`)
        .join(", ") || "APIMProductApplicationGold, role Product.Gold.All",
    ...more,
    calls,
  };
}

/** How the toy is run. */
export interface ToyRun {
  readonly program?: GraphProgram;
  readonly env?: Readonly<Record<string, string>>;
  /** What the operator types; undefined: there is no terminal. */
  readonly typed?: string;
}

/** Runs the verb in this process. */
export async function runToy(
  args: readonly string[],
  { program = toyProgram(), env = ENV, typed }: ToyRun = {},
): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  const stdin = (async function* () {
    yield Buffer.from(typed ?? "");
  })();
  const code = await runProvision(
    args,
    {
      stdin: Object.assign(stdin, { isTTY: typed !== undefined }),
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
      env,
    },
    program,
  );
  return { code, stdout, stderr };
}

/** A folder with files, removed with `remove`. */
export async function folderWith(files: Readonly<Record<string, string>>) {
  const path = await realpath(await mkdtemp(join(tmpdir(), "product-auth-provision-")));
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}
