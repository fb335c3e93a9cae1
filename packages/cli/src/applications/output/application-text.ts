import { factLines } from "../../output/fact-lines.js";
import { shortMoment } from "../../output/short-moment.js";
import { table } from "../../output/table.js";
import type { ApplicationDocument, ProductDocument, SecretDocument } from "./application-document.js";

/** Many applications as a table for people. */
export function applicationTable(applications: readonly ApplicationDocument[]): string {
  if (applications.length === 0) return "There are no such applications.\n";
  return table(
    ["ID", "STATE", "NAME", "OWNER", "PRODUCTS", "CREATED"],
    applications.map((each) => [
      each.id,
      each.state,
      each.displayName,
      each.ownerId ?? "",
      each.products.map(nameAndState).join(", "),
      shortMoment(each.createdDate),
    ]),
  );
}

/** What else is known of an application. */
export interface MoreFacts {
  readonly tokenUrl?: string | undefined;
  readonly secrets?: readonly SecretDocument[] | undefined;
}

/** One application for people, a line for each thing known. */
export function applicationPage(
  { products, ...one }: ApplicationDocument,
  { tokenUrl, secrets = [] }: MoreFacts = {},
): string {
  return factLines([
    ["client id", one.id],
    ["state", one.state],
    ["why", one.stateComment],
    ["name", one.displayName],
    ["description", one.description],
    ["owner", one.ownerId],
    ["owner's state", one.ownerState],
    ["created", shortMoment(one.createdDate)],
    ["token URL", tokenUrl],
    ...products.map((product) => ["product", productText(product)] as const),
    ...secrets.map((secret) => ["secret", secretText(secret)] as const),
    ["version", String(one.version)],
  ]);
}

const nameAndState = ({ name, state }: ProductDocument) =>
  state === "approved" ? name : `${name} (${state})`;

const productText = ({ name, state, comment, scope }: ProductDocument) =>
  [`${name}, ${state}`, ...(comment === undefined ? [] : [comment]), `scope ${scope}`].join(", ");

const secretText = ({ keyId, hint, endDate, state }: SecretDocument) =>
  [`${hint ?? ""}…`, `key id ${keyId}`, `ends ${shortMoment(endDate)}`, state].join(", ");
