import { MemoryRecordRepository, type RecordRepository } from "@product-auth/core/records";
import { expect } from "chai";
import { digestOf, randomToken } from "#src/people/digest.js";
import { KEPT_RECORDS, keptDataOf } from "#src/people/kept-data.js";
import { eventually } from "../support/eventually.js";
import { createApplicationsWorld } from "../support/applications-world.js";

const HASH = "$scrypt$ln=15,r=8,p=3$c2FsdA$aGFzaA";
const DIGEST = "d".repeat(43);

describe("what the portal keeps about a user", () => {
  const kept = new MemoryRecordRepository();
  /** Kinds of the records that were written, with their owners. */
  const written: { kind: string; owner: string | undefined }[] = [];
  const records: RecordRepository = {
    get: (...given) => kept.get(...given),
    list: (...given) => kept.list(...given),
    write(changes) {
      for (const change of changes)
        if ("put" in change) written.push({ kind: change.put.kind, owner: change.put.owner });
      return kept.write(changes);
    },
  };
  const world = createApplicationsWorld({ records });
  after(() => world.portal.close());

  it("is in the file, but nothing that opens anything, and nothing of other users", async () => {
    const adele = await world.user({ name: "Adele" });
    const other = await world.user({ name: "Eavesdropper" });
    const admin = await world.user({ name: "Boss", isAdministrator: true });
    const clientId = await world.registered(adele, "Robot of Adele");
    await world.registered(other, "Robot of another user");
    const subscribed = await adele.fill("/products/starter/subscribe", { name: "Key of Adele" });
    const keys = [...subscribed.text.matchAll(/value="([\w-]{32,})"/g)].map(([, key]) => key!);
    expect(keys.length).to.be.greaterThan(1);
    await other.fill("/products/starter/subscribe", { name: "Key of another user" });
    await adele.post("/profile", { "first-name": "Adele", "last-name": "Vance-Wilber" });
    await addRecords(adele.id);
    await admin.post(`/admin/users/${adele.id}`, { act: "block" });
    await admin.post(`/admin/users/${adele.id}`, { act: "unblock" });
    const again = world.as(adele.id, await cookieOf(adele.id));

    const { status, text } = await again.post("/profile/data", {});
    expect(status, text).to.equal(200);
    const data = JSON.parse(text) as Record<string, readonly Record<string, unknown>[]>;
    expect(data["user"]).to.include({ id: adele.id, firstName: "Adele", lastName: "Vance-Wilber" });
    expect(data["signInWith"]?.[0]).to.deep.equal({
      provider: "entra",
      lastSignIn: "2026-11-30T00:00:00.000Z",
    });
    expect(data["password"]).to.deep.equal([{ changedAt: "2026-11-30T00:00:00.000Z" }]);
    expect(data["applications"]?.[0]).to.include({ clientId, displayName: "Robot of Adele" });
    expect(data["subscriptions"]?.[0]).to.include({ displayName: "Key of Adele", state: "active" });
    expect(data["subscriptions"]?.[0]?.["createdDate"]).to.match(/^\d{4}-\d\d-\d\dT/);
    for (const name of [
      "sessions",
      "knownBrowsers",
      "keysNotShownYet",
      "endingSecrets",
      "links",
      "mailsNotSentYet",
    ])
      expect(data[name]?.length, name).to.equal(1);
    const byOther = data["activity"]!.filter(({ by }) => by !== "you");
    expect(byOther.map(({ action }) => action)).to.deep.equal(["user-unblocked", "user-blocked"]);
    expect(byOther.some((event) => "network" in event)).to.equal(false);

    for (const secret of [
      HASH,
      DIGEST,
      "c2FsdA",
      admin.id,
      other.id,
      "another user",
      "Eavesdropper",
      "Boss",
      ...keys,
    ])
      expect(text.includes(secret), secret).to.equal(false);
    const digests = (await world.repository.list()).items.flatMap((each) =>
      each.keys.map(({ digest }) => digest),
    );
    const sessions = (await kept.list("session")).records.map(({ id }) => id);
    for (const digest of [...digests, ...sessions]) expect(text.includes(digest), digest).to.equal(false);

    const kinds = new Set(written.filter(({ owner }) => owner === adele.id).map(({ kind }) => kind));
    expect([...kinds].filter((kind) => !Object.hasOwn(KEPT_RECORDS, kind))).to.deep.equal([]);
    expect(kinds.size).to.be.greaterThan(8);

    // The same kinds when the user is deleted: tombstones are left, and for an hour the finished registration.
    await admin.post(`/admin/users/${adele.id}/delete`, {});
    await eventually(async () => (await kept.get("user-job", adele.id)) === undefined);
    const left: string[] = [];
    for (const kind of kinds)
      if ((await kept.list(kind, { owner: adele.id })).records.length > 0) left.push(kind);
    expect(left.toSorted()).to.deep.equal(["application-owner", "audit", "identity", "job"]);
    const audit = await kept.list("audit", { owner: adele.id, limit: 1000 });
    expect(JSON.stringify(audit)).not.to.include("Vance").and.not.to.include("address");
  });

  it("of a user whose records are gone is an empty file, and no failure", async () => {
    const audit = { list: () => Promise.resolve({ events: [] }) };
    const subscriptions = { list: () => Promise.resolve({ items: [] }) };
    const portal = { records: new MemoryRecordRepository(), audit, subscriptions, applications: undefined };
    const data = await keptDataOf("gone", portal as unknown as Parameters<typeof keptDataOf>[1]);
    expect([data["user"], data["activity"], data["sessions"]]).to.deep.equal([{}, [], []]);
  });

  /** What other parts of the portal write about a user. */
  async function addRecords(owner: string): Promise<void> {
    const at = Date.UTC(2026, 10, 30);
    const expiresAt = Date.now() + 3_600_000;
    const put = (kind: string, id: string, value: Record<string, string | number>, more = {}) => ({
      put: { kind, id, owner, version: 1, value, ...more },
    });
    await records.write([
      put("identity", DIGEST, { provider: "entra", lastSignIn: at }),
      put("password", owner, { phc: HASH, changedAt: at }),
      put("device", DIGEST, {}, { expiresAt }),
      put("unclaimed", "one-subscription", {}),
      put(
        "reminder",
        DIGEST,
        { clientId: "x", name: "Robot of Adele", keyId: "k", endDate: at, days: 7 },
        { expiresAt },
      ),
      put("ticket", DIGEST, { purpose: "reset", email: "adele@contoso.example" }, { expiresAt }),
      put("latest-ticket", DIGEST, { ticket: DIGEST }, { expiresAt }),
      put("mail", "0-mail", { name: "blocked", queuedAt: at }, { expiresAt }),
    ]);
  }

  /** The cookie of a new session. */
  async function cookieOf(userId: string): Promise<string> {
    const token = randomToken();
    const times = { authTime: Date.now(), lastSeen: Date.now() };
    const value = { provider: "test", ...times, isAdministrator: false, groups: [], agent: "test" };
    await records.write([
      { put: { kind: "session", id: digestOf(token), owner: userId, version: 1, value } },
    ]);
    return `product-auth-portal=${token}`;
  }
});
