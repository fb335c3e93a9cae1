import type { Json } from "./call.js";

const SEVERITY: Readonly<Record<string, string>> = Object.fromEntries(
  ["P01 P02 P03 P04 P05 P06 P07 P08 P09 P10 P11 P12 P13 P15 P20 P30 P31 P37 P38:error",
   "P14 P16 P18 P21 P22 P23 P24 P32 P35 P36 P40:warning", "P34 P41:info"].flatMap((line) => {
    const [codes = "", severity = ""] = line.split(":");
    return codes.split(" ").map((code) => [code, severity]);
  }),
); // prettier-ignore

/** What of a report is not as provision.md §7 has it: names, their order, nulls. */
export function flawsOfReport(report: Json): string[] {
  const flaws: string[] = [];
  const expect = (where: string, value: unknown, names: string) => {
    const found = Object.keys((value ?? {}) as object).join(" ");
    if (found !== names) flaws.push(`§7 ${where}: ${found}; expected ${names}`);
  };
  const list = (value: unknown) => (Array.isArray(value) ? (value as Json[]) : []);
  if ("problems" in report) {
    expect("exit 2", report, "report mode exit problems");
    for (const problem of list(report["problems"])) expect("a problem", problem, "path message fix");
    return flaws;
  }
  const { secret, ...rest } = report;
  expect("report", rest, "report mode exit tenantId instance changes products clients findings catalog");
  if (report["report"] !== 1) flaws.push("§7 report: 1");
  for (const change of list(report["changes"])) {
    expect("a change", change, "action at done fields");
    if (!/^(create|update|restore|adopt|delete|unlink)$/.test(String(change["action"])))
      flaws.push("§7 action");
    for (const field of list(change["fields"])) expect("a field", field, "name from to");
  }
  for (const product of Object.values((report["products"] ?? {}) as object))
    expect("a product", product, "applicationId objectId servicePrincipalId audience role roleId");
  for (const client of Object.values((report["clients"] ?? {}) as Record<string, Json>)) {
    expect("a client", client, "applicationId objectId servicePrincipalId products secrets");
    for (const one of list(client["secrets"]))
      expect("a secret", one, "keyId hint displayName endDateTime state");
  }
  for (const finding of list(report["findings"])) {
    expect("a finding", finding, "code severity at message fix");
    const { code, severity } = finding as { code: string; severity: string };
    if (SEVERITY[code] !== severity) flaws.push(`§8 severity of ${code}: ${severity}`);
  }
  expect("catalog", report["catalog"], "path changed");
  if (secret !== undefined) {
    const shown = "secretText" in (secret as object) ? "secretText" : "file";
    expect("secret", secret, `client applicationId keyId hint endDateTime ${shown}`);
  }
  return flaws;
}
