import { itemsOf, memberOf, textOf } from "../../json/json-object.js";
import { lost } from "../../report/holding-finding.js";
import type { StateReading } from "./state-reading.js";
import type { TerraformResource } from "./terraform-modules.js";

const DEPLOYMENTS: ReadonlySet<string> = new Set([
  "azurerm_template_deployment",
  "azurerm_resource_group_template_deployment",
  "azurerm_subscription_template_deployment",
]);

/** Reads what is no resource of API Management by its type and can still hold rules. */
export function readOtherResource(resource: TerraformResource, reading: StateReading): void {
  const { type } = resource;
  if (type.startsWith("azurerm_api_management_workspace"))
    reading.resources.push({
      ...{ type: "workspaces", names: ["workspace"] },
      ...{ at: reading.at, properties: {} },
    });
  else if (DEPLOYMENTS.has(type)) readDeployment(resource, reading);
  else if (type === "azurerm_api_management") readService(resource, reading);
}

/** A template within a state; with its parameters and links it is an input apart. */
function readDeployment({ values, sensitive, unknown }: TerraformResource, reading: StateReading): void {
  const attributes = ["template_content", "template_body"];
  const isHidden = attributes.some((each) => sensitive.has(each) || unknown.has(each));
  const texts = attributes.map((each) => textOf(values, each) ?? "");
  const isElsewhere = texts.every((text) => text === "");
  if (!isHidden && !isElsewhere && !texts.some((text) => /microsoft\.apimanagement/i.test(text))) return;
  const text = "Terraform deploys a template here. What it holds is not read.";
  reading.findings.push(lost("arm-link", reading.at, ["global"], text));
}

/** Older versions of the provider hold the global policy in a block of the service. */
function readService({ values, sensitive, unknown }: TerraformResource, reading: StateReading): void {
  const blocks = itemsOf(memberOf(values, "policy"));
  const at = `${reading.at}#global`;
  if (unknown.has("policy")) return;
  if (sensitive.has("policy") || blocks.some((block) => textOf(block, "xml_content") === undefined)) {
    const text = "The global policy is sensitive, or its text is not in the state.";
    reading.findings.push(lost("policy-link", at, ["global"], text));
    return;
  }
  for (const block of blocks)
    reading.servicePolicies.push({
      ...{ type: "policies", names: ["policy"], at },
      properties: { value: memberOf(block, "xml_content") ?? "" },
    });
}
