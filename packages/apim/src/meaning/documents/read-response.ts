import type { PolicyElement } from "../../xml/policy-document.js";
import type { Circumstances } from "../conditions/circumstances.js";
import { type Denial, denialOf } from "../conditions/denial-of.js";
import type { DocumentReader } from "./document-reader.js";
import { placeRule } from "./place-rule.js";
import { responseStatus } from "./response-status.js";
import { withoutSecrets } from "./without-secrets.js";

/** Reads a `return-response`. Returns whether it denies, or answers without deciding about access. */
export function readResponse(
  response: PolicyElement,
  circumstances: Circumstances,
  reader: DocumentReader,
): "denial" | "answer" {
  const status = responseStatus(response, reader.world.values);
  const isAlways = circumstances?.length === 0;
  const lost = (code: "expression" | "condition", text: string): "denial" => {
    reader.lost(code, response, text);
    return "denial";
  };
  if (status === undefined)
    return isAlways
      ? lost("expression", "Its status is computed.")
      : lost("condition", "Its status is computed, and it stands below a condition.");
  if (status === 429 && !isAlways) return lost("condition", "It limits calls below a condition.");
  if (status !== 401 && status !== 403) {
    reader.found("info", "return-response", response, "It answers without a denial.");
    return "answer";
  }
  const denial = circumstances && denialOf(circumstances, status, reader.world.tokenVariables);
  if (denial === undefined) return lost("condition", "It denies under a condition that is not recognized.");
  placeDenial(response, denial, reader);
  return "denial";
}

function placeDenial(response: PolicyElement, { rule, when, use }: Denial, reader: DocumentReader): void {
  if (rule.kind !== "header") placeRule(response, rule, when, reader, use);
  else {
    const kept = withoutSecrets(rule, reader.world);
    placeRule(response, kept, when, reader);
    if (kept.values.some((value, index) => value !== rule.values[index]))
      reader.found(
        "difference",
        "secret",
        response,
        "A secret value was replaced by an environment variable.",
      );
  }
  if (rule.kind === "ip")
    reader.found("difference", "client-ip", response, "It decides by the address of the caller.");
}
