import { MailRefusedError, nodemailerMail, type MailSender } from "@product-auth/portal";
import { createTransport } from "nodemailer";

/** A mail server, in the words of nodemailer. */
type Server = Record<string, string | number | boolean | Record<string, string>>;

/** Mails through SMTP. */
export function smtpMail(server: Server): MailSender {
  // #region nodemailer
  // server: { host: "smtp.contoso.example", port: 587, requireTLS: true, auth: { user, pass } }
  const transport = createTransport(
    { connectionTimeout: 5000, socketTimeout: 9000, ...server },
    { from: "portal@contoso.example" },
  );
  const mail = nodemailerMail(transport); // createPortal({ …, mail })
  // #endregion nodemailer
  return mail;
}

/** Mails through a service that takes JSON over HTTPS. */
export function serviceMail(service: URL, key: string): MailSender {
  // #region service
  const mail: MailSender = {
    async send({ to, subject, text }) {
      const { ok, status } = await fetch(service, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify({ to, subject, text }),
        signal: AbortSignal.timeout(9000),
      });
      if (status === 422) throw new MailRefusedError("The service does not know the recipient");
      if (!ok) throw new Error(`The mail service answered ${status}`);
    },
  };
  // #endregion service
  return mail;
}
