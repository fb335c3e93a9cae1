import type { ClaimDemand } from "../../../report/rule.js";
import type { PolicyElement } from "../../../xml/policy-document.js";
import { elementsAt } from "../element-shape.js";
import type { Reading } from "../reading.js";

/** The texts of elements, in the order of the document; constants in expressions as well. */
export const readTexts = (reading: Reading, elements: readonly PolicyElement[]): string[] =>
  elements.flatMap((element) => reading.constant(reading.content(element)) ?? []);

/** The claims that a token must carry. */
export const readClaims = (reading: Reading, element: PolicyElement): ClaimDemand[] =>
  elementsAt(element, "required-claims", "claim").map((claim) => readClaim(reading, claim));

function readClaim(reading: Reading, element: PolicyElement): ClaimDemand {
  const name = reading.text(reading.attribute(element, "name"));
  if (!element.attributes.has("name")) reading.notes.lost("unreadable", "A required claim has no name.");
  const separator = reading.text(reading.attribute(element, "separator"));
  return {
    name: name ?? "",
    match: readMatch(reading, element),
    values: readTexts(reading, elementsAt(element, "value")),
    ...(separator !== undefined && { separator }),
  };
}

function readMatch(reading: Reading, element: PolicyElement): "all" | "any" {
  const match = reading.text(reading.attribute(element, "match")) ?? "all";
  if (match !== "all" && match !== "any")
    reading.notes.lost("unreadable", "Attribute match is neither all nor any.");
  return match === "any" ? "any" : "all";
}

/** Audiences and claims of a rule. */
export interface Demands {
  readonly audiences: readonly string[];
  readonly claims: readonly ClaimDemand[];
}

/** A rule needs an audience: a claim `aud` that can be one becomes it. */
export function settleAudiences(reading: Reading, { audiences, claims }: Demands): Demands {
  const claim = claims.find(isAudience);
  if (audiences.length === 0 && claim) {
    const rest = claims.filter((one) => one !== claim);
    return settleAudiences(reading, { audiences: claim.values, claims: rest });
  }
  if (audiences.length === 0)
    reading.notes.lost(
      "audience-missing",
      "The element names no audience: tokens for other applications would pass.",
    );
  if (claims.some((one) => one.name === "aud" && one.values.length > 0))
    reading.notes.differs("aud-twice", "The element demands audiences and the claim aud.");
  return { audiences, claims };
}

// Several values that must all be there are no list of audiences, of which one is enough.
const isAudience = (claim: ClaimDemand): boolean =>
  claim.name === "aud" && (claim.match === "any" ? claim.values.length > 0 : claim.values.length === 1);
