import { badRequest } from "./call.js";
import type { Application } from "./objects.js";

const TEXT = "'((?:[^']|'')*)'";
const FORMS: readonly [RegExp, (app: Application, value: string) => boolean][] = [
  [new RegExp(`^tags/any\\(t:t eq ${TEXT}\\)$`), (app, value) => app.tags.includes(value)],
  [
    new RegExp(`^displayName eq ${TEXT}$`),
    (app, value) => app.displayName.toLowerCase() === value.toLowerCase(), // Graph compares without case
  ],
  [
    new RegExp(`^identifierUris/any\\(u:u eq ${TEXT}\\)$`),
    (app, value) => app.identifierUris.includes(value),
  ],
];

/** The three filters of provision.md §4; anything else is 400. */
export function filterOf(text: string): (app: Application) => boolean {
  for (const [form, holds] of FORMS) {
    const value = form.exec(text)?.[1]?.replaceAll("''", "'");
    if (value !== undefined) return (app) => holds(app, value);
  }
  throw badRequest(`Invalid filter clause: ${text}`, "BadRequest");
}
