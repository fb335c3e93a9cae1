import { checkMail } from "./check-mail.js";
import { MailRefusedError, type Mail, type MailSender } from "./mail.js";

/** What the portal uses of a transport of nodemailer. */
export interface NodemailerTransport {
  sendMail(mail: NodemailerMessage): Promise<unknown>;
}

/** A mail in the form of nodemailer. */
export interface NodemailerMessage {
  readonly from?: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly headers: Record<string, string>;
  readonly disableFileAccess: true;
  readonly disableUrlAccess: true;
}

/**
 * Sends mails through a transport of nodemailer: `nodemailerMail(createTransport({ … }, { from: "portal@example.com" }))`.
 * `from`: the sender's address, where the transport has no default.
 */
export function nodemailerMail(
  transport: NodemailerTransport,
  { from }: { readonly from?: string } = {},
): MailSender {
  return Object.freeze({
    async send(mail: Mail) {
      checkMail(mail);
      try {
        await transport.sendMail(messageOf(mail, from));
      } catch (error) {
        throw isRefused(error)
          ? new MailRefusedError("The mail server refuses the mail", { cause: error })
          : error;
      }
    },
  });
}

const messageOf = ({ to, subject, text }: Mail, from: string | undefined): NodemailerMessage => ({
  ...(from !== undefined && { from }),
  // An object is not parsed as a list of addresses.
  to: { name: "", address: to },
  subject,
  text,
  // No automatic reply comes back (RFC 3834, section 5).
  headers: { "Auto-Submitted": "auto-generated" },
  disableFileAccess: true,
  disableUrlAccess: true,
});

/** A final no to the recipient or to the mail (RFC 5321, section 4.2.1); a no to the log-in is a fault that the operator corrects. */
function isRefused(error: unknown): boolean {
  const { code, responseCode } = (error ?? {}) as {
    readonly code?: unknown;
    readonly responseCode?: unknown;
  };
  const isFinal = typeof responseCode === "number" && responseCode >= 500 && responseCode < 600;
  return isFinal && (code === "EENVELOPE" || code === "EMESSAGE");
}
