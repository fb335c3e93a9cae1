import type { Credential } from "./credentials.js";
import type { Told } from "./path-set-up.js";
import type { ServedSetUp } from "./serve-set-up.js";
import { textOfTarget, type PathCase } from "./targets/path-case.js";

/** A caller who was answered by a handler behind another rule, or who was not though it was due. */
export interface PathFailure {
  readonly served: Pick<ServedSetUp, "setUp" | "catalog">;
  readonly one: PathCase;
  readonly credential: Credential;
  readonly status: number;
  readonly told: Told | undefined;
  readonly fault: string;
  readonly seed: number;
}

/** The failure in words, with all that is needed to have it again. */
export function inWords({ served, one, credential, status, told, fault, seed }: PathFailure): string {
  const { target, rewrite, override, method } = one;
  const apis = served.catalog.apis.map(
    ({ name, path, products, operations }) =>
      `${name} "/${path}" ${products.join("+")}${operations ? ` [${operations.join(", ")}]` : ""}`,
  );
  const details = [
    `target      ${method} ${shown(textOfTarget(target))}`,
    ...(rewrite ? [`rewritten   ${shown(textOfTarget(rewrite))}`] : []),
    ...(override !== undefined ? [`method      ${override}`] : []),
    `credential  ${credential}`,
    `answered    ${status} ${told ? `${told.handler} ${JSON.stringify(told.params)}, router read ${shown(told.path)}` : ""}`,
    `set-up      ${served.setUp.name}`,
    `catalog     ${served.catalog.name}: ${apis.join("; ")}; unmatched paths: ${served.catalog.unmatched}`,
    `seed        ${seed}`,
  ];
  return `${fault}\n${details.map((line) => `    ${line}`).join("\n")}`;
}

/** As a test's source would write it, so that no byte is lost on a terminal. */
const shown = (text: string) => {
  const short = text.length > 300 ? `${text.slice(0, 300)}… (${text.length} characters)` : text;
  return JSON.stringify(short).replace(
    /[\u0080-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
};
