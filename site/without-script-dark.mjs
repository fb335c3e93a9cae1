// Dark for readers without script. VitePress's script sets the class `dark` when the reader's system asks for dark; these
// rules are those of that class, for pages where no script sets it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import postcss from "postcss";
import { filesUnder } from "../.ci/files.mjs";
import { output } from "./places.mjs";

/** The style sheet, beside the pages. Pages load it inside `noscript`, after their own, when the system asks for dark. */
export const darkSheet = "without-script-dark.css";

/** Writes the sheet from the style sheets that VitePress has written. */
export function writeDarkSheet() {
  const sheets = filesUnder("assets", output).filter((path) => path.endsWith(".css"));
  const rules = sheets.flatMap((path) => darkRules(readFileSync(join(output, path), "utf8")));
  if (rules.length === 0) throw new Error("The style sheets of the site have no rule for dark pages.");
  writeFileSync(join(output, darkSheet), rules.join("\n"));
}

/** The rules below the class `dark`, for a root without it: `html:not(.dark)` weighs as much as the rules for light pages. */
function darkRules(css) {
  const rules = [];
  postcss.parse(css).walkRules(/(^|,)\s*(html)?\.dark(?![\w-])/, (rule) => {
    const selectors = rule.selectors
      .filter((each) => root.test(each))
      .map((each) => each.replace(root, "html:not(.dark)"));
    const text = rule.clone({ selectors }).toString();
    const { type, name, params } = rule.parent; // such as @media print, whose rules are for that alone
    rules.push(type === "atrule" ? `@${name} ${params}{${text}}` : text);
  });
  return rules;
}

const root = /^(?:html)?\.dark(?![\w-])/;
