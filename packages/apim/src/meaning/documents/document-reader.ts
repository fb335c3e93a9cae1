import type { PolicyDocument } from "../../configuration/configuration.js";
import type { FindingCode } from "../../report/finding-codes.js";
import type { Finding, Severity } from "../../report/report.js";
import type { PolicyElement } from "../../xml/policy-document.js";
import type { ValueCause } from "../values/text-value.js";
import type { Step } from "./step.js";
import type { World } from "./world.js";

/** Collects what one document does and what is found in it, while its elements are read in their order. */
export class DocumentReader {
  readonly document: PolicyDocument;
  readonly world: World;
  readonly steps: Step[] = [];
  readonly findings: Finding[] = [];
  readonly includes: Set<string> = new Set();
  /** Variables in the conditions of the document, and why they stand there. */
  readonly conditionVariables: Map<string, ValueCause> = new Map();
  /** How many elements decide about access. */
  guards = 0;
  /** How many `retry` stand around the element that is read. */
  retries = 0;
  /** How many elements were lost because of their condition. */
  lostConditions = 0;
  /** Whether a token rule without condition was read. */
  hasTokenRule = false;

  constructor(document: PolicyDocument, world: World) {
    this.document = document;
    this.world = world;
  }

  get isFragment(): boolean {
    return this.document.scope.startsWith("fragment:");
  }

  placeOf({ line }: { readonly line: number }): string {
    return `${this.document.source}:${line}`;
  }

  found(severity: Severity, code: FindingCode, element: PolicyElement, text: string): void {
    this.findings.push({ severity, code, at: this.placeOf(element), element: element.name, text });
  }

  /** What guards and is not carried. The outermost `retry` is the loss for all conditions in it. */
  lost(code: FindingCode, element: PolicyElement, text: string): void {
    this.guards++;
    const isCondition = code === "condition";
    if (isCondition) this.lostConditions++;
    this.found(isCondition && this.retries > 0 ? "info" : "lost", code, element, text);
  }
}
