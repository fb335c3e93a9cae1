import { MemoryRecordRepository, type RecordRepository } from "@product-auth/core/records";
import { expect } from "chai";
import { MailQueue } from "#src/mail/mail-queue.js";
import { mailState } from "#src/mail/mail-state.js";
import { queuedMail } from "#src/mail/queued-mail.js";
import { eventually } from "../support/eventually.js";
import { smtpMail } from "../support/mail-senders.js";
import { readMail, startSmtp, type Smtp } from "../support/smtp.js";
import { provedUser } from "../support/proved-user.js";
import { createWorld } from "../support/world.js";

const RARELY = 2 ** 30;

const senderTo = ({ port }: Pick<Smtp, "port">) =>
  smtpMail({ host: "127.0.0.1", port, ignoreTLS: true, socketTimeout: 150, greetingTimeout: 150 });

describe("mails through a mail server", () => {
  let now: number;
  let records: RecordRepository;
  let smtp: Smtp;
  let queues: MailQueue[];
  let givenUp: number;
  beforeEach(async () => {
    now = Date.UTC(2026, 10, 30);
    records = new MemoryRecordRepository({ clock: () => now });
    smtp = await startSmtp();
    queues = [];
    givenUp = 0;
  });
  afterEach(async () => {
    for (const queue of queues) await queue.close();
    await smtp.close();
  });

  function instance(): MailQueue {
    const queue = new MailQueue(
      {
        records,
        sender: senderTo(smtp),
        write: async () => ({
          to: "jörg@example.com",
          subject: "Grüße",
          text: "Zeile 1\nhttps://x.example/?a=b\n",
        }),
        givenUp: () => ({
          change: { put: { kind: "audit", id: "a", version: 1, value: {} } },
          tell: () => void (givenUp += 1),
        }),
        clock: () => now,
        reportFailure: () => undefined,
      },
      RARELY,
    );
    queues.push(queue);
    return queue;
  }
  const queue = () => records.write([queuedMail("blocked", { user: "someone", data: {} }, now)]);
  const waiting = async () => (await records.list("mail")).records.length;

  it("one mail reaches one address, with its text as it was written", async () => {
    await queue();
    await instance().look();
    expect(smtp.taken.length).to.equal(1);
    const [mail] = smtp.taken;
    expect([mail!.from, mail!.to]).to.deep.equal(["portal@contoso.example", ["jörg@example.com"]]);
    const { headers, text } = readMail(mail!);
    expect(headers.get("to")?.length).to.equal(1);
    expect(headers.get("auto-submitted")).to.deep.equal(["auto-generated"]);
    expect(text).to.equal("Zeile 1\nhttps://x.example/?a=b\n");
  });

  for (const mode of ["is busy", "hangs", "drops"] as const)
    it(`a server that ${mode} gets the mail when it takes mails again`, async () => {
      await queue();
      smtp.mode = mode;
      const one = instance();
      await one.look();
      expect([smtp.taken.length, await waiting()]).to.deep.equal([0, 1]);
      expect((await mailState(records)).failingSince).to.equal(now);
      smtp.mode = "takes";
      now += 2000;
      await one.look();
      expect([smtp.taken.length, await waiting(), await mailState(records)]).to.deep.equal([1, 0, {}]);
    });

  it("a server that is down gets it from the portal that was started meanwhile", async () => {
    await queue();
    await smtp.close();
    const stopped = instance();
    await stopped.look();
    await stopped.close();
    expect((await mailState(records)).reason).to.equal("ESOCKET");
    smtp = await startSmtp(smtp.port);
    now += 2000;
    await instance().look();
    expect([smtp.taken.length, await waiting()]).to.deep.equal([1, 0]);
  });

  it("a recipient that the server does not know is given up", async () => {
    await queue();
    smtp.mode = "refuses";
    await instance().look();
    expect([smtp.taken.length, await waiting(), givenUp]).to.deep.equal([0, 0, 1]);
  });

  for (const framework of ["express", "koa", "fastify"] as const)
    it(`an approval in the portal: administrators and the owner get one mail each, on ${framework}`, async () => {
      const sender = senderTo(smtp);
      const world = createWorld({ framework, portal: { mail: sender } });
      const owner = await provedUser(world, {
        email: "adele@example.com",
        name: "A\u2028Bcc: x@evil.example",
      });
      const admin = await provedUser(world, { email: "admin@contoso.example", isAdministrator: true });
      const name = "Robot https://evil.example";
      await owner.fill("/products/pro/subscribe", { name, "i-accept-the-terms-of-pro": "yes" });
      await eventually(() => smtp.taken.length === 1);
      const waits = readMail(smtp.taken[0]!);
      const [review] = /^http.*$/m.exec(waits.text) ?? [];
      const path = review!.slice(world.base.length);
      expect(path).to.match(/^\/admin\/approvals\/[\w-]+$/);
      await admin.post(path, { decision: "approve", comment: "" });
      await eventually(() => smtp.taken.length === 2);
      expect(smtp.taken.map(({ to }) => to)).to.deep.equal([
        ["admin@contoso.example"],
        ["adele@example.com"],
      ]);
      const approved = readMail(smtp.taken[1]!);
      expect(approved.headers.get("subject")).to.deep.equal(["Contoso APIs: Your subscription is approved"]);
      expect(waits.text + approved.text).to.not.include("evil.example");
      await world.portal.close();
    });
});
