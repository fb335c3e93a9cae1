import type { Attributes } from "@opentelemetry/api";
import type { DecisionEvent } from "../operators/events.js";
import { API, CODE, CREDENTIAL, OPERATION, OUTCOME, PRODUCT } from "./attribute-names.js";

/**
 * Number of combinations that are counted apart. With those that have `other` in them, and all other metrics of
 * `openTelemetry`, a process has fewer than 2,000 series.
 */
export const MAX_COMBINATIONS = 1_600;

/** In place of credential, product, API and operation, where there are more combinations. */
export const OTHER = "other";

/**
 * The labels of decisions. Values are names from the catalog and words of this package, never text of a request. A catalog
 * may have any number of names, and be replaced at any time, so the combinations that are counted apart are limited.
 */
export class DecisionLabels {
  readonly #known = new Map<string, Attributes>();

  of(event: DecisionEvent): Attributes {
    const { outcome, code, credential, api, operation } = event;
    const product = event.product ?? demandedProduct(event);
    const key = JSON.stringify([outcome, code, credential, product, api, operation]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= MAX_COMBINATIONS) return labelsOf({ ...OTHERS, outcome, code });
    const labels = Object.freeze(labelsOf({ outcome, code, credential, product, api, operation }));
    this.#known.set(key, labels);
    return labels;
  }
}

const OTHERS = { credential: OTHER, product: OTHER, api: OTHER, operation: OTHER } as const;

/** The product that a refused request needed, where its rule names one. */
function demandedProduct({ rule: { product } }: DecisionEvent): string | undefined {
  if (typeof product === "string") return product;
  return product?.length === 1 ? product[0] : undefined;
}

/** The labels that have a value. */
function labelsOf({ outcome, code, credential, product, api, operation }: LabelValues): Attributes {
  return {
    [OUTCOME]: outcome,
    ...(code !== undefined && { [CODE]: code }),
    ...(credential !== undefined && { [CREDENTIAL]: credential }),
    ...(product !== undefined && { [PRODUCT]: product }),
    ...(api !== undefined && { [API]: api }),
    ...(operation !== undefined && { [OPERATION]: operation }),
  };
}

interface LabelValues extends Readonly<
  Record<"code" | "credential" | "product" | "api" | "operation", string | undefined>
> {
  readonly outcome: string;
}
