import { html } from "../../html/template.js";
import { page, type Reply } from "../../http/reply.js";

/** The page after a form that sends a mail: the same whether or not the address has an account. */
export const checkYourMail = (next: string, again: { readonly text: string; readonly href: string }): Reply =>
  page({
    h1: "Check your mail",
    above: again,
    body: html`<p>A mail is on its way to the address that you entered. ${next}</p>
      <p>If it does not come within some minutes, look among the unwanted mails, and check the address.</p>`,
  });
