import { MemoryRecordRepository } from "@product-auth/core/records";
import { expect } from "chai";
import fc from "fast-check";
import { digestOf, randomToken } from "#src/people/digest.js";
import { TICKET_LASTS, type TicketPurpose } from "#src/sign-in/ticket-purposes.js";
import { Tickets, type NewTicket } from "#src/sign-in/tickets.js";
import { writeUnlessConflict } from "#src/stores/write-unless-conflict.js";

const PURPOSES = Object.keys(TICKET_LASTS) as TicketPurpose[];
const START = Date.UTC(2026, 10, 30);

function open() {
  const time = { now: START };
  const clock = () => time.now;
  const records = new MemoryRecordRepository({ clock });
  // Two instances over the same records.
  return { time, records, instances: [new Tickets(records, clock), new Tickets(records, clock)] as const };
}

describe("tickets", () => {
  it("stores a digest, and nothing that leads to the token", async () => {
    const { records, instances } = open();
    const token = await instances[0].issue({ purpose: "sign-up", email: "adele@contoso.example" });
    expect(token).to.match(/^[\w-]{43}$/);
    const stored = (await Promise.all(["ticket", "latest-ticket"].map((kind) => records.list(kind)))).flatMap(
      (page) => page.records,
    );
    expect(stored).to.have.length(2);
    expect(JSON.stringify(stored)).to.include(digestOf(token)).and.not.include(token);
  });

  for (const [purpose, hours] of [
    ["sign-up", 24],
    ["reset", 1],
    ["invitation", 48],
    ["administrator", 24],
  ] as const)
    it(`${purpose}: ${hours} hours`, async () => {
      const { time, instances } = open();
      const token = await instances[0].issue({ purpose, email: "adele@contoso.example" });
      time.now += hours * 3_600_000 - 1;
      expect(await instances[1].find(token, purpose)).to.include({ purpose });
      time.now += 1;
      expect(await instances[1].find(token, purpose)).to.equal(undefined);
    });

  it("is for one purpose, and for no other text", async () => {
    const { instances } = open();
    const token = await instances[0].issue({ purpose: "reset", userId: "u" });
    for (const purpose of PURPOSES.filter((other) => other !== "reset"))
      expect(await instances[0].find(token, purpose)).to.equal(undefined);
    for (const text of [undefined, "", "x", digestOf(token), `${token}=`, randomToken()])
      expect(await instances[0].find(text, ...PURPOSES)).to.equal(undefined);
  });

  it("of twenty uses at the same time, one succeeds; of twenty issues, one is valid", async () => {
    const { records, instances } = open();
    const made = await Promise.all(
      Array.from({ length: 4 }, (_, i) =>
        instances[(i % 2) as 0 | 1].issue({ purpose: "reset", userId: "u" }),
      ),
    );
    const found = (await Promise.all(made.map((token) => instances[0].find(token, "reset")))).filter(Boolean);
    expect(found).to.have.length(1);
    const taken = await Promise.all(
      Array.from({ length: 20 }, () => writeUnlessConflict(records, found[0]!.taking)),
    );
    expect(taken.filter(Boolean)).to.have.length(1);
    expect((await records.list("ticket")).records).to.deep.equal([]);
  });

  it("any sequence: the latest one of a purpose and an address, until it is used, revoked or has expired", async () => {
    const subject = fc.record({
      purpose: fc.constantFrom(...PURPOSES),
      email: fc.constantFrom("a@contoso.example", "b@contoso.example"),
    });
    const step = fc.oneof(
      fc.record({ what: fc.constant("issue" as const), subject }),
      fc.record({ what: fc.constant("revoke" as const), subject }),
      fc.record({
        what: fc.constant("take" as const),
        pick: fc.nat(20),
        instance: fc.constantFrom(0 as const, 1 as const),
      }),
      fc.record({ what: fc.constant("wait" as const), hours: fc.constantFrom(0.5, 1, 23, 25) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { time, records, instances } = open();
        const keyOf = ({ purpose, email }: Pick<NewTicket, "purpose" | "email">) => `${purpose} ${email}`;
        const model: {
          token: string;
          purpose: TicketPurpose;
          key: string;
          until: number;
          isDead: boolean;
        }[] = [];
        for (const each of steps) {
          if (each.what === "issue" || each.what === "revoke")
            for (const known of model) known.isDead ||= known.key === keyOf(each.subject);
          if (each.what === "issue") {
            const token = await instances[0].issue(each.subject);
            const { purpose } = each.subject;
            const until = time.now + TICKET_LASTS[purpose];
            model.push({ token, purpose, key: keyOf(each.subject), until, isDead: false });
          } else if (each.what === "revoke") await instances[1].revoke(each.subject);
          else if (each.what === "wait") time.now += each.hours * 3_600_000;
          else if (model.length > 0) {
            const known = model[each.pick % model.length]!;
            const found = await instances[each.instance].find(known.token, known.purpose);
            if (found !== undefined) await records.write(found.taking);
            expect(found !== undefined).to.equal(!known.isDead && time.now < known.until);
            known.isDead = true;
          }
          for (const { token, purpose, until, isDead } of model)
            expect((await instances[0].find(token, purpose)) !== undefined).to.equal(
              !isDead && time.now < until,
            );
        }
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});
