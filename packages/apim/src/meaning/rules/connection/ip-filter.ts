import { isIP } from "node:net";
import type { AddressRule } from "../../../report/rule.js";
import type { PolicyElement } from "../../../xml/policy-document.js";
import { isLiteral } from "../../values/text-value.js";
import { type ElementShape, elementsAt, shape, textShape } from "../element-shape.js";
import type { Reading, Subject } from "../reading.js";

/** https://learn.microsoft.com/azure/api-management/ip-filter-policy */
export const ipFilterShape: ElementShape = shape(["id", "action"], {
  address: textShape(),
  "address-range": shape(["from", "to"]),
});

export function readIpFilter(reading: Reading, element: PolicyElement): AddressRule {
  const action = readAction(reading, element);
  const listed = elementsAt(element, "address");
  const spans = elementsAt(element, "address-range");
  if (listed.length + spans.length === 0) reading.notes.lost("unreadable", "The element names no address.");
  reading.callerAddress();
  return {
    kind: "ip",
    action,
    addresses: listed.flatMap((one) => readAddress(reading, reading.content(one)) ?? []),
    ranges: spans.flatMap((one) => readRange(reading, one)),
  };
}

function readAction(reading: Reading, element: PolicyElement): "allow" | "forbid" {
  const subject = reading.attribute(element, "action");
  const action = subject ? reading.text(subject) : "";
  if (action === "allow" || action === "forbid") return action;
  if (action !== undefined) reading.notes.lost("unreadable", "Attribute action is neither allow nor forbid.");
  return "allow";
}

function readRange(reading: Reading, element: PolicyElement): readonly (readonly [string, string])[] {
  const from = readAddress(reading, reading.attribute(element, "from"));
  const to = readAddress(reading, reading.attribute(element, "to"));
  return from !== undefined && to !== undefined ? [[from, to]] : [];
}

function readAddress(reading: Reading, subject: Subject | undefined): string | undefined {
  if (subject === undefined)
    return reading.notes.lost("unreadable", "A range of addresses has no start or no end.");
  const address = reading.text(subject)?.trim();
  if (address === undefined || !isLiteral(subject.value) || isIP(address) !== 0) return address;
  return reading.notes.lost("unreadable", `${subject.name} is no IP address.`);
}
