import { html, type Fragment } from "../../html/template.js";
import type { PageReply } from "../no-access.js";

/** The page of a link that was used, has expired, or was replaced by a newer one. All of them look alike. */
export const deadLink = (more: Fragment): PageReply => ({
  kind: "page",
  status: 410,
  page: {
    h1: "This link is no longer valid",
    isAddressSecret: true,
    body: html`<p>It was used, it has expired, or a newer mail has replaced it.</p>
      ${more}`,
  },
});
