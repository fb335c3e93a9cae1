import type { TokenRule } from "../../../report/rule.js";
import type { PolicyElement } from "../../../xml/policy-document.js";
import { elementsAt } from "../element-shape.js";
import type { Reading } from "../reading.js";
import { readTexts } from "./claims.js";
import { readSource } from "./token-source.js";
import { readCommon } from "./token-rule.js";

// Names that stand for many tenants: https://learn.microsoft.com/entra/identity-platform/v2-protocols#endpoints
const MANY_TENANTS: ReadonlySet<string> = new Set(["common", "organizations", "consumers"]);
const GLOBAL_CLOUD = /^https:\/\/login\.microsoftonline\.com\/?$/i;

/** https://learn.microsoft.com/azure/api-management/validate-azure-ad-token-policy */
export function readValidateAzureAdToken(reading: Reading, element: PolicyElement): TokenRule {
  checkCloud(reading, element);
  const tenant = readTenant(reading, element);
  const applications = elementsAt(element, "backend-application-ids", "application-id");
  const audiences = elementsAt(element, "audiences", "audience");
  const clients = readTexts(reading, elementsAt(element, "client-application-ids", "application-id"));
  return {
    kind: "token",
    ...(tenant !== undefined && { tenant }),
    ...readCommon(reading, element, [...applications, ...audiences]),
    ...(clients.length > 0 && { clients }),
    source: readSource(reading, element, "header:authorization") ?? "",
  };
}

function readTenant(reading: Reading, element: PolicyElement): string | undefined {
  const subject = reading.attribute(element, "tenant-id");
  if (subject === undefined) return reading.notes.lost("issuer-missing", "The element has no tenant-id.");
  const tenant = reading.constant(subject);
  if (tenant !== undefined && MANY_TENANTS.has(tenant.trim().toLowerCase()))
    reading.notes.lost(
      "tenants-missing",
      "Attribute tenant-id stands for many tenants. Which ones may call is not in the input.",
    );
  return tenant;
}

function checkCloud(reading: Reading, element: PolicyElement): void {
  const endpoint = reading.optionalText(reading.attribute(element, "authentication-endpoint"));
  if (endpoint !== undefined && !GLOBAL_CLOUD.test(endpoint))
    reading.notes.lost(
      "unsupported",
      "Attribute authentication-endpoint names a cloud that a rule cannot name.",
    );
}
