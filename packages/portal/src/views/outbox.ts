import type { View } from "../call.js";
import { time } from "../html/table.js";
import { html, type Fragment } from "../html/template.js";
import { json, page } from "../http/reply.js";
import { isOutbox, type OutboxMessage } from "../mail/outbox-mail.js";
import type { PortalContext } from "../portal-context.js";

/** `/dev/outbox`: the mails of this process, for people. */
export const outboxPage: View = (_, portal) => {
  const messages = messagesOf(portal);
  const body =
    messages.length === 0
      ? html`<p class="note">No mails yet.</p>`
      : messages.map(
          ({ to, subject, text, at }) =>
            html`<h2>${subject}</h2>
              <p>To ${to}, ${time(at)}</p>
              <div class="text">
                ${text
                  .trim()
                  .split("\n\n")
                  .map((paragraph) => html`<p>${paragraphOf(paragraph, portal)}</p>`)}
              </div>`,
        );
  return page({ h1: "Outbox", body: html`${body}` });
};

/** `/dev/outbox.json`: the same, for programs. */
export const outboxJson: View = (_, portal) =>
  json(messagesOf(portal).map(({ at, ...mail }) => ({ ...mail, at: new Date(at).toISOString() })));

const messagesOf = ({ mails }: PortalContext): readonly OutboxMessage[] =>
  isOutbox(mails.sender) ? mails.sender.messages : [];

/** A link of the portal itself can be followed; everything else is text. */
function paragraphOf(paragraph: string, { settings }: PortalContext): Fragment {
  const isOurs = URL.canParse(paragraph) && new URL(paragraph).origin === settings.publicUrl.origin;
  return isOurs ? html`<a href="${paragraph}">${paragraph}</a>` : paragraph;
}
