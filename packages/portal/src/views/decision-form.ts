import type { JsonObject } from "@product-auth/core/records";
import { problemSummary, textField, type Filled } from "../html/form.js";
import { termList } from "../html/table.js";
import { html } from "../html/template.js";
import type { Fields } from "../http/fields.js";
import { formPage, type Reply } from "../http/reply.js";
import { commentProblem, LONGEST_COMMENT } from "../texts/text-problem.js";

/** What an administrator decided; undefined for a form that holds no decision. `problems`: it is shown again. */
export function readDecision(form: Fields):
  | {
      readonly decision: "approve" | "reject";
      readonly comment: string;
      readonly problems: readonly { readonly field: string; readonly message: string }[];
    }
  | undefined {
  const decision = form.get("decision");
  if (decision !== "approve" && decision !== "reject") return undefined;
  const comment = form.text("comment").replaceAll("\r\n", "\n");
  const wrong = commentProblem(comment);
  return { decision, comment, problems: wrong === undefined ? [] : [{ field: "comment", message: wrong }] };
}

/** The page on which an administrator approves or rejects. `shownTo`: where the owner reads the comment. */
export function decisionPage(
  {
    name,
    terms,
    shownTo,
    data,
  }: {
    readonly name: string;
    readonly terms: Parameters<typeof termList>[0];
    readonly shownTo: string;
    /** The terms for programs. */
    readonly data: JsonObject;
  },
  filled: Filled = {},
): Reply {
  const body = html`${problemSummary(filled)} ${termList(terms)}
    <form method="post">
      ${textField(
        {
          label: "Comment",
          name: "comment",
          hint: `The owner sees it on the page of the ${shownTo}.`,
          maxLength: LONGEST_COMMENT,
          rows: 4,
        },
        filled,
      )}
      <p class="actions">
        <button name="decision" value="approve">Approve</button>
        <button name="decision" value="reject" class="danger">Reject</button>
      </p>
    </form>`;
  return formPage({ h1: `Review ${name}`, body, data }, filled);
}
