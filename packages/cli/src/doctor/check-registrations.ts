import type { Diagnosis, GraphOptions, ProvisionCatalog, ProvisionReport } from "@product-auth/graph";
import type { DoctorCheck, Examination } from "./doctor-report.js";
import type { DoctorProgram } from "./doctor-program.js";

/** Compares the catalog with the tenant. Only reads. */
export async function checkRegistrations(
  catalog: ProvisionCatalog,
  options: GraphOptions,
  program: Pick<DoctorProgram, "findingsOfPlan" | "planCatalog">,
): Promise<Examination> {
  const plan = await program.planCatalog(catalog, options);
  const found = program.findingsOfPlan(plan);
  const others = found.filter(({ code, at }) => code === "P12" && isNamed(catalog, at)).map(({ at }) => at);
  if (others.length === 0) return { checks: checksOf(plan.report, found), findings: found };
  // Applications that were registered by other means are compared, too: as if this instance took them over.
  const adopt = Object.fromEntries(others.map((at) => [at, true as const]));
  const adopted = await program.planCatalog(catalog, { ...options, adopt });
  const findings = [...found.filter(({ code }) => code === "P12"), ...program.findingsOfPlan(adopted)];
  return { checks: checksOf(adopted.report, findings), findings };
}

// Only what the catalog names by its id is certainly meant.
function isNamed({ products, provision }: ProvisionCatalog, at: string): boolean {
  const name = at.slice(at.indexOf(".") + 1);
  const id = at.startsWith("products.")
    ? products[name]?.audience
    : provision?.clients?.[name]?.applicationId;
  return id !== undefined;
}

/** The check that was not made. */
export const noRegistrations = (reason: string): Examination => ({
  checks: [{ group: "registrations", check: "registration", at: "", result: "skipped", detail: reason }],
  findings: [],
});

function checksOf(report: ProvisionReport, findings: readonly Diagnosis[]): readonly DoctorCheck[] {
  const { tenantId, instance, products, clients } = report;
  const check = (at: string, result: DoctorCheck["result"], detail: string): DoctorCheck => ({
    group: "registrations",
    check: "registration",
    at,
    result,
    detail,
  });
  const stopped = findings.find(({ at, severity }) => at === "tenant" && severity === "error");
  if (stopped !== undefined) return [check("tenant", "failed", `${stopped.code} ${stopped.message}`)];
  const lines = [
    ...Object.entries(products).map(([name, { applicationId, role }]) => ({
      at: `products.${name}`,
      words: applicationId === null ? "not registered" : `${applicationId}, role ${role}`,
    })),
    ...Object.entries(clients).map(([name, { applicationId, products: linked }]) => ({
      at: `clients.${name}`,
      words: applicationId === null ? "not registered" : `${applicationId}, products ${linked.join(", ")}`,
    })),
  ];
  if (lines.length === 0)
    return [check("tenant", "passed", `${tenantId}: nothing is registered for the instance ${instance}`)];
  return lines.map(({ at, words }) => {
    const own = findings.filter((finding) => finding.at === at || finding.at.startsWith(`${at}.`));
    const codes = own.filter(({ severity }) => severity !== "info").map(({ code }) => code);
    const result = own.some(({ severity }) => severity === "error")
      ? "failed"
      : codes.length > 0
        ? "warning"
        : "passed";
    return check(
      at,
      result,
      codes.length === 0 ? words : `${words}: ${[...new Set(codes)].sort().join(", ")}`,
    );
  });
}
