import type { Attributes } from "@opentelemetry/api";
import type { DecisionEvent } from "../operators/events.js";
import { API, CODE, CREDENTIAL, OPERATION, PRODUCT } from "./attribute-names.js";

/**
 * Number of combinations that are counted apart, of admissions, and of all other decisions: callers without a credential can
 * make the second kind only. With those that have `other` in them, and all other metrics of `openTelemetry`, a process has
 * fewer than 2,000 series.
 */
export const MAX_COMBINATIONS = 800;

/** In place of credential, product, API and operation, where there are more combinations. */
export const OTHER = "other";

/**
 * The labels of decisions. Values are names from the catalog and words of this package, never text of a request. A catalog
 * may have any number of names, and be replaced at any time, so the combinations that are counted apart are limited.
 */
export class DecisionLabels {
  readonly #admitted = new Map<string, Attributes>();
  readonly #notAdmitted = new Map<string, Attributes>();

  of(event: DecisionEvent): Attributes {
    const { outcome, code, credential, api, operation } = event;
    const product = event.product ?? demandedProduct(event);
    const known = outcome === "admit" ? this.#admitted : this.#notAdmitted;
    const key = JSON.stringify([code, credential, product, api, operation]);
    const labels = known.get(key);
    if (labels !== undefined) return labels;
    if (known.size >= MAX_COMBINATIONS) return labelsOf({ ...OTHERS, code });
    const made = Object.freeze(labelsOf({ code, credential, product, api, operation }));
    known.set(key, made);
    return made;
  }
}

const OTHERS = { credential: OTHER, product: OTHER, api: OTHER, operation: OTHER } as const;

/** The product that a refused request needed, where its rule names one. */
function demandedProduct({ rule: { product } }: DecisionEvent): string | undefined {
  if (typeof product === "string") return product;
  return product?.length === 1 ? product[0] : undefined;
}

/** The labels that have a value. */
function labelsOf({ code, credential, product, api, operation }: LabelValues): Attributes {
  return {
    ...(code !== undefined && { [CODE]: code }),
    ...(credential !== undefined && { [CREDENTIAL]: credential }),
    ...(product !== undefined && { [PRODUCT]: product }),
    ...(api !== undefined && { [API]: api }),
    ...(operation !== undefined && { [OPERATION]: operation }),
  };
}

type LabelValues = Readonly<
  Record<"code" | "credential" | "product" | "api" | "operation", string | undefined>
>;
