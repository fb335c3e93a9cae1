import { ConfigurationError, type Health, type ProductAuth } from "@product-auth/core";
import type { Diagnosis } from "@product-auth/graph";
import type { DoctorCheck, Examination } from "../doctor-report.js";
import type { DoctorProgram } from "../doctor-program.js";
import type { WatchedFetch } from "./watched-fetch.js";

/** Seconds of a difference between clocks that is reported; within the tolerance it refuses no token. */
const NOTABLE = 60;

type IssuerHealth = Health["issuers"][number];

interface IssuerContext {
  readonly watched: WatchedFetch;
  /** Seconds that the API tolerates between the clocks. */
  readonly tolerance: number;
  readonly program: Pick<DoctorProgram, "diagnosis">;
}

/** Fetches discovery document and keys of each issuer as the API does, and compares the clocks. */
export async function checkIssuers(auth: ProductAuth, context: IssuerContext): Promise<Examination> {
  const mistake: unknown = await auth.ready().catch((error: unknown) => error);
  const { issuers } = auth.health();
  if (issuers.length === 0)
    return { checks: [skipped("discovery", "", "no product accepts tokens")], findings: [] };
  const each = issuers.map((issuer) => examine(issuer, mistake, context));
  const clocks = [...new Set(issuers.map(originOf))].flatMap((origin) =>
    origin === undefined ? [] : [compareClocks(origin, context)],
  );
  const all = [...each, ...clocks];
  return {
    checks: all.flatMap(({ checks }) => checks),
    findings: all.flatMap(({ findings }) => findings),
  };
}

const originOf = ({ from }: IssuerHealth): string | undefined =>
  URL.canParse(from) ? new URL(from).origin : undefined;

function examine(issuer: IssuerHealth, mistake: unknown, { watched, program }: IssuerContext): Examination {
  const { from, usable, keys, skipped: unused = [] } = issuer;
  if (originOf(issuer) === undefined)
    return { checks: [passed("keys", from, `${keys} in the options`)], findings: [] };
  const findings: Diagnosis[] = isLocal(from) ? [program.diagnosis("D07", new URL(from).origin)] : [];
  for (const { reason, keys: count } of unused)
    findings.push(program.diagnosis("D04", from, { message: `${count} of the published keys: ${reason}` }));
  if (usable) {
    const named = issuer.issuer === undefined ? "" : `issuer ${issuer.issuer}`;
    const checks = [
      ...(named === "" ? [] : [passed("discovery", from, named)]),
      passed("keys", from, `${keys} usable`),
    ];
    return { checks, findings };
  }
  const { lastFailure = "not fetched" } = issuer;
  const problems = mistake instanceof ConfigurationError ? mistake.problems : [];
  const isKeys = watched.statusOf(from) === 200 && !/^(the metadata|not a JSON|more than)/.test(lastFailure);
  const checks = isKeys
    ? [passed("discovery", from, "answers"), failed("keys", from, lastFailure)]
    : [failed("discovery", from, lastFailure), skipped("keys", from, "their address is not known")];
  for (const { path, message, fix } of problems)
    findings.push(program.diagnosis("D02", from, { message: `${path} ${message}`, fix }));
  if (problems.length === 0)
    findings.push(
      program.diagnosis(isKeys && /key/.test(lastFailure) ? "D03" : "D01", from, {
        message: `${isKeys ? "the address of the keys" : "the discovery document"}: ${lastFailure}`,
      }),
    );
  return { checks, findings };
}

const isLocal = (from: string): boolean =>
  ["localhost", "127.0.0.1", "[::1]"].includes(new URL(from).hostname);

function compareClocks(origin: string, { watched, tolerance, program }: IssuerContext): Examination {
  const ahead = watched.aheadOf(origin);
  if (ahead === undefined)
    return { checks: [skipped("clock", origin, "no answer with a Date")], findings: [] };
  const seconds = Math.round(Math.abs(ahead));
  const words = seconds === 0 ? "no difference" : `${seconds} s ${ahead > 0 ? "ahead" : "behind"}`;
  if (seconds <= Math.min(NOTABLE, tolerance))
    return { checks: [passed("clock", origin, words)], findings: [] };
  const isError = seconds > tolerance;
  const relation = ahead > 0 ? "ahead of" : "behind";
  const message = `this machine's clock is ${seconds} s ${relation} the issuer's; the tolerance is ${tolerance} s`;
  const check: DoctorCheck = {
    ...passed("clock", origin, words),
    result: isError ? "failed" : "warning",
  };
  return { checks: [check], findings: [program.diagnosis(isError ? "D06" : "D05", origin, { message })] };
}

function passed(check: string, at: string, detail: string): DoctorCheck {
  return { group: "issuers", check, at, result: "passed", detail };
}

const failed = (check: string, at: string, detail: string): DoctorCheck => ({
  ...passed(check, at, detail),
  result: "failed",
});

const skipped = (check: string, at: string, detail: string): DoctorCheck => ({
  ...passed(check, at, detail),
  result: "skipped",
});
