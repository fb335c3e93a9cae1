import { spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "@product-auth/cli";
import type { Json } from "./call.js";
import { CALLER, type Caller } from "./issuer.js";
import { Judge, type JudgeOptions } from "./judge.js";
import { checkOrder } from "./order.js";
import { foreignOf } from "./picture.js";
import { flawsOfReport } from "./report-shape.js";
import { Tenant } from "./tenant.js";
import { checkWaits } from "./waits.js";

const main = fileURLToPath(new URL("../../../dist/main.js", import.meta.url));
const isFull = process.env["EVERY_CALL"] === "yes";

export interface Catalog {
  products: Record<string, Json>;
  provision?: {
    instance?: string;
    clients?: Record<
      string,
      { displayName?: string; products: string[]; ownerId?: string; applicationId?: string }
    >;
  };
  clientApplications?: Json[];
  [other: string]: unknown;
}

export interface RunOptions extends Partial<Omit<JudgeOptions, "tenant" | "onStop">> {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  readonly file?: string;
  readonly text?: boolean;
  readonly caller?: Caller;
  readonly refuse?: Judge["issuer"]["refuse"];
  readonly given?: string;
  readonly real?: boolean;
  /** Violations of the waits are expected: the caller checks them. */
  readonly lenient?: boolean;
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly judge: Judge;
  readonly report: Json & Report;
}

interface Report {
  mode: string;
  exit: number;
  changes: {
    action: string;
    at: string;
    done: boolean;
    fields: { name: string; from: unknown; to: unknown }[];
  }[];
  products: Record<string, Record<string, unknown>>;
  clients: Record<string, Json & { secrets: Json[] }>;
  findings: { code: string; at: string; severity: string; message: string; fix: string }[];
  problems?: { path: string; message: string; fix: string }[];
  catalog: { path: string; changed: boolean };
  secret?: Record<string, string>;
}

/** One tenant, one folder with a catalog, and runs of the command against them; what is off is collected. */
export class Stage {
  readonly tenant: Tenant = new Tenant();
  readonly violations: string[] = [];
  readonly #judges: Judge[] = [];
  folder = "";
  instance = "shop-test";
  #products: string[] = [];
  #clients: string[] = [];

  static async open(): Promise<Stage> {
    const stage = new Stage();
    stage.folder = await mkdtemp(join(tmpdir(), "product-auth-judge-"));
    return stage;
  }

  async close(): Promise<void> {
    for (const judge of this.#judges) await judge.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  path(name = "catalog.json"): string {
    return join(this.folder, name);
  }

  read(name = "catalog.json"): Promise<string> {
    return readFile(this.path(name), "utf8");
  }

  async catalog(): Promise<Catalog> {
    return JSON.parse(await this.read()) as Catalog;
  }

  async write(catalog: Catalog | string, name = "catalog.json"): Promise<void> {
    const text = typeof catalog === "string" ? catalog : `${JSON.stringify(catalog, undefined, 2)}\n`;
    await mkdir(join(this.path(name), ".."), { recursive: true });
    await writeFile(this.path(name), text);
    this.know(
      typeof catalog === "string" ? (JSON.parse(catalog.replace(/^\uFEFF/, "")) as Catalog) : catalog,
    );
  }

  know(catalog: Catalog): void {
    this.#products = Object.keys(catalog.products);
    this.#clients = Object.keys(catalog.provision?.clients ?? {});
    this.instance = catalog.provision?.instance ?? "default";
  }

  async judge(options: RunOptions = {}, onStop?: () => void): Promise<Judge> {
    const judge = await new Judge({
      ...options,
      tenant: this.tenant,
      instance: options.instance ?? this.instance,
      products: options.products ?? this.#products,
      clients: options.clients ?? this.#clients,
      onStop,
    }).open();
    this.#judges.push(judge);
    if (options.caller !== undefined) judge.issuer.caller = options.caller;
    judge.issuer.refuse = options.refuse;
    judge.issuer.given = options.given;
    return judge;
  }

  /** `product-auth provision catalog.json …args [--json]`; resolves with code null when the judge stopped it. */
  async run(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
    let kill: (() => void) | undefined;
    const judge = await this.judge(options, () => kill?.());
    const foreign = foreignOf(this.tenant);
    const env = { ...this.#environment(judge), ...options.env };
    const all = [
      "provision",
      options.file ?? this.path(),
      ...args,
      ...(options.text === true ? [] : ["--json"]),
    ];
    const real = options.real ?? isFull;
    const ended = await (real
      ? this.#program(all, env, options.input ?? "", (act) => (kill = act))
      : Promise.race([this.#here(all, env, options.input ?? ""), judge.stopped.then(() => undefined)]));
    const { code, stdout, stderr } = ended ?? { code: null, stdout: "", stderr: "" };
    if (judge.options.concurrent !== true && foreignOf(this.tenant) !== foreign)
      judge.violation("§3 foreign objects are changed");
    if (code !== null) {
      if (options.lenient !== true) checkWaits(judge);
      checkOrder(judge);
    }
    if (process.env["TRACE"] !== undefined)
      for (const { number, method, url, text, answer, spoilt } of judge.calls)
        process.stderr.write(
          `${number} ${method} ${url} ${text} -> ${answer?.status} ${spoilt?.how ?? ""} ${(answer?.status ?? 0) >= 400 ? JSON.stringify(answer?.body) : ""}\n`,
        );
    const report = (code === null || options.text === true ? {} : parse(stdout, judge)) as Outcome["report"];
    if (code !== null && options.text !== true) this.#checkReport(report, code, args, judge);
    this.#searchSecrets(report, stdout, stderr, options, judge);
    this.violations.push(...judge.violations.map((text) => `${args.join(" ")}: ${text}`));
    return { code, stdout, stderr, judge, report };
  }

  #environment(judge: Judge): Record<string, string | undefined> {
    const { clientId, secret } = judge.issuer.caller;
    return {
      AZURE_TENANT_ID: this.tenant.tenantId,
      AZURE_CLIENT_ID: clientId,
      AZURE_CLIENT_SECRET: secret,
      AZURE_AUTHORITY_HOST: judge.origin,
      PRODUCT_AUTH_GRAPH_URL: `${judge.origin}/v1.0`,
    };
  }

  #checkReport(report: Outcome["report"], code: number, args: readonly string[], judge: Judge): void {
    for (const flaw of flawsOfReport(report)) judge.violation(flaw);
    if (report.exit !== code) judge.violation(`§7 exit is ${report.exit}, the process ended with ${code}`);
    const mode =
      ["apply", "check", "destroy", "rotate-secret", "remove-secret"].find((name) =>
        args.includes(`--${name}`),
      ) ?? "plan";
    if (report.mode !== mode) judge.violation(`§7 mode ${report.mode}`);
    if (report.problems !== undefined) {
      if (judge.calls.length + judge.issuer.requests > 0) judge.violation("§1 refused before any call");
      return;
    }
    const reads = mode === "plan" || mode === "check";
    if (reads && judge.writes.length > 0) judge.violation("§2 a plan writes nothing", judge.writes[0]);
    if (reads && report.changes.some(({ done }) => done)) judge.violation("§7 plan, check: `done` false");
    const hasError = report.findings.some(({ severity }) => severity === "error");
    if (hasError !== (code === 1))
      judge.violation(`§2 exit 1 is an error finding: ${code}, ${JSON.stringify(report.findings)}`);
    if (
      !reads &&
      report.changes.length === 0 &&
      judge.writes.length > 0 &&
      (mode === "apply" || mode === "destroy")
    )
      judge.violation("§7 `changes` is empty exactly when Entra needs no write");
  }

  #searchSecrets(
    report: Outcome["report"],
    stdout: string,
    stderr: string,
    options: RunOptions,
    judge: Judge,
  ): void {
    const shown = report.secret?.["secretText"];
    const out =
      options.text === true && !stdout.includes("\n\n")
        ? ""
        : shown === undefined
          ? stdout
          : stdout.replace(shown, "");
    for (const secret of [...this.tenant.secrets, judge.issuer.caller.secret, options.given ?? CALLER.secret])
      if (`${out}${stderr}`.includes(secret))
        judge.violation("§6 no secret, token or assertion anywhere else");
  }

  async #here(args: readonly string[], env: Readonly<Record<string, string | undefined>>, input: string) {
    let stdout = "";
    let stderr = "";
    const io = {
      stdin: (async function* () {
        if (input !== "") yield Buffer.from(input);
      })(),
      stdout: { write: (text: string) => (stdout += text) },
      stderr: { write: (text: string) => (stderr += text) },
      env: Object.fromEntries(
        Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined),
      ),
    };
    const code: number | null = await runCommand(args, io);
    return { code, stdout, stderr };
  }

  #program(
    args: readonly string[],
    env: Readonly<Record<string, string | undefined>>,
    input: string,
    onKill: (kill: () => void) => void,
  ) {
    const child = spawn(process.execPath, [main, ...args], {
      cwd: this.folder,
      env: { PATH: process.env["PATH"], ...env },
    });
    onKill(() => child.kill("SIGKILL"));
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, stdout, stderr }));
    });
  }

  chmod(name: string, mode: number): Promise<void> {
    return chmod(this.path(name), mode);
  }
}

function parse(stdout: string, judge: Judge): Json {
  try {
    const report = JSON.parse(stdout) as Json;
    return report;
  } catch {
    judge.violation(`§7 one object on stdout: ${stdout.slice(0, 300)}`);
    return { changes: [], findings: [] };
  }
}
