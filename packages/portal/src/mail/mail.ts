/** A mail: plain text to one address. */
export interface Mail {
  /** One e-mail address, without a display name. */
  readonly to: string;
  /** One line. */
  readonly subject: string;
  /** Lines that end with `\n`. */
  readonly text: string;
}

/** Sends the mails of a portal: `nodemailerMail(transport)`, or your own. */
export interface MailSender {
  /**
   * Resolves when the mail server has taken the mail, and rejects otherwise: the portal then tries again. A promise that takes
   * longer than 10 seconds has failed. Reject with `MailRefusedError` for a mail that the server will never take.
   */
  send(mail: Mail): Promise<void>;
  /** Shows mails instead of sending them: refused when `NODE_ENV` is `production`. */
  readonly isForDevelopment?: boolean;
}

/** The mail server refuses this recipient or this mail for good, so it is not tried again. */
export class MailRefusedError extends Error {
  override readonly name = "MailRefusedError";
  readonly code = "PRODUCT_AUTH_PORTAL_MAIL_REFUSED";
}
