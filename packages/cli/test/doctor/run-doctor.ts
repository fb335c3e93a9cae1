import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import { runOnceAsProgram, type Ended } from "../run.js";

/** One check of a report. */
export interface Check {
  readonly group: string;
  readonly check: string;
  readonly at: string;
  readonly result: string;
  readonly detail: string;
}

/** One finding of a report. */
export interface Found {
  readonly code: string;
  readonly severity: string;
  readonly at: string;
  readonly message: string;
  readonly meaning: string;
  readonly fix: string;
}

/** A report with `--json`. */
export interface Report {
  readonly doctor: 1;
  readonly exit: number;
  readonly checks: readonly Check[];
  readonly findings: readonly Found[];
}

/** A folder for catalogs and modules. */
export async function newFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "product-auth-doctor-"));
  return { path, remove: () => rm(path, { recursive: true }) };
}

/** Runs the verb once as a program, then in this process. */
export const doctor = (
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> => runOnceAsProgram(["doctor"], ["doctor", ...args], { cwd: folder, env });

/** Runs it with `--json`. The report contains none of the secrets. */
export async function reported(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Report> {
  const { code, stdout, stderr } = await doctor(folder, [...args, "--json"], env);
  for (const [name, value] of Object.entries(env))
    if (/SECRET|TOKEN/.test(name)) expect(stdout + stderr).not.to.contain(value);
  expect(stdout, stderr).not.to.equal("");
  const report = JSON.parse(stdout) as Report;
  expect(report.exit, stdout).to.equal(code);
  return report;
}

/** Writes a catalog or a module. */
export const write = (folder: string, name: string, content: unknown): Promise<void> =>
  writeFile(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));

/** Findings without the ones about the emulator's address, as `code severity at`. */
export const codes = ({ findings }: Report): readonly string[] =>
  findings
    .filter(({ code }) => code !== "D07")
    .map(({ code, severity, at }) => `${code} ${severity} ${at}`)
    .sort();

/** Where tokens come from. */
export const entraEnv = ({ tenantId, origin }: Entra) => ({
  AZURE_TENANT_ID: tenantId,
  AZURE_AUTHORITY_HOST: origin,
});

/** Where tokens and registrations come from, as a client of the emulator. */
export const graphEnv = (entra: Entra, client = "admin") => ({
  ...entraEnv(entra),
  PRODUCT_AUTH_GRAPH_URL: `${entra.origin}/v1.0`,
  AZURE_CLIENT_ID: entra.clients[client]!.appId,
  AZURE_CLIENT_SECRET: entra.clients[client]!.secret,
});

/** Arguments and environment for the token of a client. */
export function asClient(entra: Entra, name: string) {
  const { appId, secret } = entra.clients[name]!;
  return {
    args: ["--client-id", appId, "--client-secret-env", "DOCTOR_SECRET"],
    env: { DOCTOR_SECRET: secret },
  };
}
