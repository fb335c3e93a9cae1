import { MemoryRecordRepository } from "@product-auth/core/records";
import { expect } from "chai";
import { WITH_PASSWORDS } from "../support/open-server.js";
import { DEVICE_SECONDS, Devices } from "#src/sign-in/devices.js";
import { PortalKeys } from "#src/stores/portal-keys.js";

const DAY = 86_400_000;

describe("known browsers", function () {
  this.timeout(WITH_PASSWORDS);
  let now = 0;
  let records: MemoryRecordRepository;
  let devices: Devices;
  beforeEach(() => {
    now = 1000;
    records = new MemoryRecordRepository({ clock: () => now });
    devices = new Devices(records, () => now);
  });

  /** Signs a user in. Returns the cookie. */
  async function remembered(user: string, cookie?: string): Promise<string> {
    const made = await devices.remember(user, cookie, await devices.find(cookie, user));
    await records.write(made.changes);
    return made.cookie;
  }

  it("are known for 90 days from the last sign-in on, to their user alone", async () => {
    const cookie = await remembered("a");
    expect(await devices.find(cookie, "b")).to.equal(undefined);
    expect(await devices.find(cookie, undefined)).to.equal(undefined);
    now += 89 * DAY;
    expect(await remembered("a", cookie)).to.equal(cookie);
    now += 89 * DAY;
    expect(await devices.find(cookie, "a")).not.to.equal(undefined);
    now += DAY;
    expect(await devices.find(cookie, "a")).to.equal(undefined);
    expect(DEVICE_SECONDS * 1000).to.equal(90 * DAY);
  });

  it("may be those of three users, the latest ones", async () => {
    let cookie: string | undefined;
    for (const user of ["a", "b", "c", "b", "d"]) cookie = await remembered(user, cookie);
    const known = await Promise.all(
      ["a", "b", "c", "d"].map(async (user) => !!(await devices.find(cookie, user))),
    );
    expect(known).to.deep.equal([false, true, true, true]);
    for (const hostile of [`${cookie}.${"a".repeat(43)}`, "a.b", "", `${cookie};`, "x".repeat(5000)])
      expect(await devices.find(hostile, "d")).to.equal(undefined);
  });

  it("of one user are 20 at most: the one that signed in longest ago is forgotten", async () => {
    const cookies: string[] = [];
    for (let i = 0; i < 23; i++, now += 1) cookies.push(await remembered("a"));
    expect((await records.list("device", { owner: "a" })).records).to.have.length(20);
    const known = await Promise.all(cookies.map(async (cookie) => !!(await devices.find(cookie, "a"))));
    expect(known).to.deep.equal(cookies.map((_, i) => i >= 3));
    const keep = (await devices.find(cookies[9], "a"))!;
    await devices.forgetOthers("a", keep.id);
    expect((await records.list("device", { owner: "a" })).records.map(({ id }) => id)).to.deep.equal([
      keep.id,
    ]);
  });
});

describe("the keys of a portal", () => {
  it("are the same in all instances, for each purpose another", async () => {
    const records = new MemoryRecordRepository();
    const [one, two] = [new PortalKeys(records), new PortalKeys(records)];
    const [a, b, other] = await Promise.all([one.of("a"), two.of("a"), one.of("b")]);
    expect(a.equals(b)).to.equal(true);
    expect(a.equals(other)).to.equal(false);
    expect((await new PortalKeys(records).of("a")).equals(a)).to.equal(true);
    expect((await new PortalKeys(new MemoryRecordRepository()).of("a")).equals(a)).to.equal(false);
  });

  it("are asked for again after the records have failed", async () => {
    const records = new MemoryRecordRepository();
    let isDown = true;
    const keys = new PortalKeys({
      get: (kind, id) => (isDown ? Promise.reject(new Error("down")) : records.get(kind, id)),
      list: (kind, query) => records.list(kind, query),
      write: (changes) => records.write(changes),
    });
    expect(await keys.of("a").catch((error: Error) => error.message)).to.equal("down");
    isDown = false;
    expect(await keys.of("a")).to.have.length(32);
  });
});
