import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import {
  InvalidMailError,
  logMail,
  MailRefusedError,
  nodemailerMail,
  outboxMail,
  type MailSender,
} from "@product-auth/portal";
import { expect } from "chai";
import { plainName } from "#src/mail/plain-name.js";
import { sendMail } from "#src/mail/send-mail.js";
import { serviceMail } from "../support/mail-senders.js";

const mail = { to: "adele@example.com", subject: "Hello", text: "Text\n" };

/** The error of a promise. */
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe("senders of mails", () => {
  const sent: unknown[] = [];
  const transport = { sendMail: (message: unknown) => Promise.resolve(sent.push(message)) };
  const senders: readonly [string, MailSender, () => number][] = (() => {
    const outbox = outboxMail();
    const lines: string[] = [];
    return [
      ["outboxMail", outbox, () => outbox.messages.length],
      ["logMail", logMail((text) => lines.push(text)), () => lines.length],
      ["nodemailerMail", nodemailerMail(transport), () => sent.length],
    ];
  })();

  // Row 8 of the attack list.
  const hostile: readonly (readonly ["to" | "subject" | "text", string])[] = [
    ["to", "a@example.com\r\nBcc: b@example.com"],
    ["to", "a@example.com\nBcc: b@example.com"],
    ["to", "a@example.com\rb"],
    ["to", "a@example.com, b@example.com"],
    ["to", "a@example.com;b@example.com"],
    ["to", "a@example.com b@example.com"],
    ["to", "Adele <a@example.com>"],
    ["to", "<a@example.com>"],
    ["to", '"a"@example.com'],
    ["to", "group: a@example.com;"],
    ["to", "a@example.com\0"],
    ["to", " a@example.com"],
    ["to", ""],
    ["to", `${"a".repeat(300)}@example.com`],
    ["subject", "Hello\r\nBcc: b@example.com"],
    ["subject", "Hello\nBcc: b@example.com"],
    ["subject", "Hello\u2028Bcc"],
    ["subject", "\u202eolleH"],
    ["subject", ""],
    ["subject", "a".repeat(201)],
    ["text", "a\r\n.\r\nMAIL FROM:<b@example.com>"],
    ["text", "a\0b"],
    ["text", "a".repeat(20_001)],
  ];
  for (const [name, sender, count] of senders) {
    it(`${name} takes one mail to one address`, async () => {
      await sender.send(mail);
      expect(count()).to.equal(1);
    });

    it(`${name} refuses every other form of address, subject and text`, async () => {
      for (const [field, value] of hostile) {
        const error = await failure(sender.send({ ...mail, [field]: value }));
        expect(error, JSON.stringify(value)).to.be.instanceOf(InvalidMailError);
        expect((error as Error).message).to.not.include("Bcc");
      }
      expect(count()).to.equal(1);
    });
  }

  it("an outbox keeps the newest 100, the newest first", async () => {
    const outbox = outboxMail({ clock: () => 1 });
    for (let i = 0; i < 103; i++) await outbox.send({ ...mail, subject: `Mail ${i}` });
    expect(outbox.messages.length).to.equal(100);
    expect(outbox.messages[0]).to.deep.equal({ ...mail, subject: "Mail 102", at: 1 });
  });

  it("nodemailer gets an address that it does not parse as a list, and no files", () => {
    expect(sent).to.deep.equal([
      {
        to: { name: "", address: "adele@example.com" },
        subject: "Hello",
        text: "Text\n",
        headers: { "Auto-Submitted": "auto-generated" },
        disableFileAccess: true,
        disableUrlAccess: true,
      },
    ]);
  });

  for (const [error, isRefused] of [
    [{ code: "EENVELOPE", responseCode: 550 }, true],
    [{ code: "EMESSAGE", responseCode: 554 }, true],
    [{ code: "EENVELOPE", responseCode: 450 }, false],
    [{ code: "EAUTH", responseCode: 535 }, false],
    [{ code: "ECONNECTION" }, false],
  ] as const)
    it(`${JSON.stringify(error)} is ${isRefused ? "final" : "tried again"}`, async () => {
      const cause = Object.assign(new Error("no"), error);
      const found = await failure(nodemailerMail({ sendMail: () => Promise.reject(cause) }).send(mail));
      expect(found instanceof MailRefusedError).to.equal(isRefused);
    });

  it("a sender that does not answer has failed, and so has one that throws", async () => {
    const late = await failure(sendMail({ send: () => new Promise(() => undefined) }, mail, 5));
    expect((late as { code: string }).code).to.equal("TIMEOUT");
    const thrown = new Error("thrown");
    const throwing: MailSender = {
      send() {
        throw thrown;
      },
    };
    expect(await failure(sendMail(throwing, mail))).to.equal(thrown);
  });

  it("a service over HTTPS is a sender of a few lines", async () => {
    const bodies: string[] = [];
    let status = 202;
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        bodies.push(body);
        response.writeHead(status).end();
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const sender = serviceMail(new URL(`http://127.0.0.1:${port}/mails`), "key");
    await sender.send(mail);
    expect(JSON.parse(bodies[0]!)).to.deep.equal(mail);
    status = 422;
    expect(await failure(sender.send(mail))).to.be.instanceOf(MailRefusedError);
    status = 503;
    expect(await failure(sender.send(mail)))
      .to.be.instanceOf(Error)
      .and.not.instanceOf(MailRefusedError);
    server.close();
  });

  for (const [name, plain] of [
    ["Adele Vance", "Adele Vance"],
    ["J. R. Öström-O'Neil", "J. R. Öström-O'Neil"],
    ["https://evil.example/x", "https evil. example x"],
    ["evil.example", "evil. example"],
    ["ｅｖｉｌ．ｅｘａｍｐｌｅ", "evil. example"],
    ["evil。example", "evil. example"],
    ["me@evil", "me evil"],
    ["a\r\nb", "ab"],
  ] as const)
    it(`a mail calls ${JSON.stringify(name)} ${JSON.stringify(plain)}`, () => {
      expect(plainName(name)).to.equal(plain);
    });
});
