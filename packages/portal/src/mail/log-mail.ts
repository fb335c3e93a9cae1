import { checkMail } from "./check-mail.js";
import type { Mail, MailSender } from "./mail.js";

/**
 * Writes the mails to a log instead of sending them, for development. A mail holds links that open accounts, so `logMail()` is
 * refused when `NODE_ENV` is `production`. `write`: takes one mail as text, default `console.log`.
 */
export const logMail = (
  // oxlint-disable-next-line no-console -- the log of a development server is its terminal
  write: (text: string) => void = (text) => console.log(text),
): MailSender =>
  Object.freeze({
    isForDevelopment: true,
    async send(mail: Mail) {
      checkMail(mail);
      write(`Mail to ${mail.to}\nSubject: ${mail.subject}\n\n${mail.text}`);
    },
  });
