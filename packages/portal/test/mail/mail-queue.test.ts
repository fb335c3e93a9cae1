import { MemoryRecordRepository, type RecordRepository } from "@product-auth/core/records";
import { MailRefusedError, type Mail, type MailSender } from "@product-auth/portal";
import { expect } from "chai";
import { MailQueue, type MailQueueParts } from "#src/mail/mail-queue.js";
import { mailState } from "#src/mail/mail-state.js";
import { queuedMail, type QueuedMail } from "#src/mail/queued-mail.js";
import { StoreUnavailableError } from "#src/stores/store-unavailable-error.js";

const MINUTE = 60_000;
const RARELY = 2 ** 30;

describe("the queue of mails", () => {
  let now: number;
  let records: RecordRepository;
  let open: MailQueue[];
  let problems: unknown[];
  let givenUp: QueuedMail[];
  beforeEach(() => {
    now = Date.UTC(2026, 10, 30);
    records = new MemoryRecordRepository({ clock: () => now });
    open = [];
    problems = [];
    givenUp = [];
  });
  afterEach(() => Promise.all(open.map((queue) => queue.close())));

  /** An instance that looks when the test says so. */
  async function instance(send: MailSender["send"], parts: Partial<MailQueueParts> = {}): Promise<MailQueue> {
    const queue = new MailQueue(
      {
        records,
        sender: { send },
        write: async ({ recipient }) => ({
          to: "to" in recipient ? recipient.to : "user@example.com",
          subject: "Subject",
          text: "Text",
        }),
        givenUp: (mail) => ({
          change: { put: { kind: "audit", id: `a${givenUp.length}`, version: 1, value: {} } },
          tell: () => void givenUp.push(mail),
        }),
        clock: () => now,
        reportFailure: (cause) => void problems.push(cause),
        ...parts,
      },
      RARELY,
    );
    open.push(queue);
    await queue.look();
    return queue;
  }

  const queue = (to: string) => records.write([queuedMail("blocked", { to, data: {} }, now)]);
  const waiting = async () => (await records.list("mail")).records.length;
  const down = () =>
    Promise.reject(Object.assign(new Error("down at adele@example.com"), { code: "ECONNREFUSED" }));

  it("sends what waits, once, the oldest first", async () => {
    const sent: string[] = [];
    for (const to of ["a@example.com", "b@example.com", "c@example.com"]) {
      await queue(to);
      now += 1;
    }
    await instance(async ({ to }) => void sent.push(to));
    expect(sent).to.deep.equal(["a@example.com", "b@example.com", "c@example.com"]);
    expect(await waiting()).to.equal(0);
  });

  it("one of several instances sends each mail", async () => {
    const sent: string[] = [];
    for (let i = 0; i < 10; i++) await queue(`user${i}@example.com`);
    await Promise.all(Array.from({ length: 4 }, () => instance(async ({ to }) => void sent.push(to))));
    expect(sent.toSorted()).to.deep.equal(Array.from({ length: 10 }, (_, i) => `user${i}@example.com`));
  });

  it("a failure waits longer each time, is stored without an address, and is reported once", async () => {
    await queue("adele@example.com");
    let attempts = 0;
    let isDown = true;
    const one = await instance(() => ((attempts += 1), isDown ? down() : Promise.resolve()));
    const began = now;
    const delays = [2, 4, 8];
    for (const [i, delay] of delays.entries()) {
      now += delay * 1000 - 1;
      await one.look();
      expect(attempts).to.equal(i + 1);
      now += 1;
      await one.look();
      expect(attempts).to.equal(i + 2);
    }
    expect(await mailState(records)).to.deep.equal({ failingSince: began, reason: "ECONNREFUSED" });
    expect(problems.length).to.equal(1);
    isDown = false;
    now += 16_000;
    await one.look();
    expect([await mailState(records), await waiting()]).to.deep.equal([{}, 0]);
  });

  it("gives a mail up after an hour, with an event", async () => {
    await queue("adele@example.com");
    let attempts = 0;
    const one = await instance(() => ((attempts += 1), down()));
    for (let minutes = 0; minutes < 70; minutes++) {
      now += MINUTE;
      await one.look();
    }
    expect(attempts).to.be.within(10, 25);
    expect([givenUp.length, await waiting()]).to.deep.equal([1, 0]);
  });

  it("a recipient whom the server refuses is given up at once, and is no failure of the server", async () => {
    await queue("adele@example.com");
    await instance(() => Promise.reject(new MailRefusedError("no")));
    expect([givenUp.length, await waiting(), await mailState(records)]).to.deep.equal([1, 0, {}]);
  });

  it("another instance sends what one that died had under way, after its lease", async () => {
    await queue("adele@example.com");
    const dying = new MailQueue(
      {
        records,
        sender: { send: () => new Promise(() => undefined) },
        write: async () => ({ to: "adele@example.com", subject: "Subject", text: "Text" }),
        givenUp: () => {
          throw new Error("not used");
        },
        clock: () => now,
        reportFailure: () => undefined,
      },
      RARELY,
    );
    void dying;
    while ((await records.list("mail")).records[0]?.version === 1);
    const sent: string[] = [];
    const other = await instance(async ({ to }) => void sent.push(to));
    expect(sent).to.deep.equal([]);
    now += 60_000;
    await other.look();
    expect(sent).to.deep.equal(["adele@example.com"]);
  });

  it("does not try all that wait while the server is down, and new mails get their turn", async () => {
    for (let i = 0; i < 20; i++) await queue(`user${i}@example.com`);
    const tried: string[] = [];
    const one = await instance(({ to }: Mail) => (tried.push(to), down()));
    expect(tried.length).to.equal(4);
    await one.look();
    expect(new Set(tried).size).to.equal(8);
  });

  it("a store that fails leaves the mail for later", async () => {
    await queue("adele@example.com");
    const sent: string[] = [];
    let isDown = true;
    const one = await instance(async ({ to }) => void sent.push(to), {
      write: () =>
        isDown
          ? Promise.reject(new StoreUnavailableError("records", new Error("down")))
          : Promise.resolve({ to: "adele@example.com", subject: "Subject", text: "Text" }),
    });
    expect([problems.length, await waiting(), sent]).to.deep.equal([1, 1, []]);
    isDown = false;
    now += 60_000;
    await one.look();
    expect([await waiting(), sent]).to.deep.equal([0, ["adele@example.com"]]);
  });

  it("leaves mails that a newer version has queued", async () => {
    await records.write([{ put: { kind: "mail", id: "new", version: 1, value: { name: "postcard" } } }]);
    await instance(() => Promise.reject(new Error("not used")));
    expect([await waiting(), problems]).to.deep.equal([1, []]);
  });
});
