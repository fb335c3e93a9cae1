import { withTimeout } from "@product-auth/core/subscriptions";
import { checkMail } from "./check-mail.js";
import type { Mail, MailSender } from "./mail.js";

/** Milliseconds after which a mail has not been sent. */
export const SEND_TIMEOUT = 10_000;

/** Thrown when the mail server does not answer in time. */
export class MailTimeoutError extends Error {
  override readonly name = "MailTimeoutError";
  readonly code = "TIMEOUT";
}

/** Sends one mail. Rejects after 10 seconds. A sender that throws rejects too. */
export async function sendMail(
  sender: MailSender,
  mail: Mail,
  timeout: number = SEND_TIMEOUT,
): Promise<void> {
  checkMail(mail);
  const late = () =>
    new MailTimeoutError(`The mail server has not answered within ${timeout / 1000} seconds`);
  await withTimeout(
    Promise.resolve().then(() => sender.send(mail)),
    timeout,
    late,
  );
}
