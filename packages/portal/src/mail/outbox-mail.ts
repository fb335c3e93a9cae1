import { checkMail } from "./check-mail.js";
import type { Mail, MailSender } from "./mail.js";

/** A mail in the outbox. */
export interface OutboxMessage extends Mail {
  /** When it was sent. Milliseconds since 1970. */
  readonly at: number;
}

/** Keeps mails in memory instead of sending them. */
export interface OutboxMail extends MailSender {
  /** The newest first, at most 100. */
  readonly messages: readonly OutboxMessage[];
}

const MOST = 100;

/**
 * Keeps the mails in memory, for development and tests. A portal with the option `development` shows them at `/dev/outbox` and
 * `/dev/outbox.json`. Refused when `NODE_ENV` is `production`. `clock`: milliseconds since 1970, default `Date.now`.
 */
export function outboxMail({ clock = () => Date.now() }: { readonly clock?: () => number } = {}): OutboxMail {
  const messages: OutboxMessage[] = [];
  return Object.freeze({
    messages,
    isForDevelopment: true,
    async send(mail: Mail) {
      checkMail(mail);
      const { to, subject, text } = mail;
      messages.unshift(Object.freeze({ to, subject, text, at: clock() }));
      messages.length = Math.min(messages.length, MOST);
    },
  });
}

/** Whether a sender is an outbox, whose mails can be shown. */
export const isOutbox = (sender: MailSender | undefined): sender is OutboxMail =>
  sender !== undefined && "messages" in sender && Array.isArray(sender.messages);
