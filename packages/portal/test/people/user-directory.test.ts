import { MemoryRecordRepository, type StoredRecord } from "@product-auth/core/records";
import { expect } from "chai";
import fc from "fast-check";
import { UserDirectory, type UserDirectorySettings } from "#src/people/user-directory.js";
import { listUsers } from "#src/people/user-list.js";

const NAMES = ["Ann", "Bob", "Zoe", "\u00c9va"] as const;
const STATES = ["active", "blocked", "deleted"] as const;

/** Records with users, and a directory over them. */
class World {
  now = Date.UTC(2026, 10, 30, 12);
  readonly records = new MemoryRecordRepository({ clock: () => this.now });
  /** How often the directory read all users. */
  readings = 0;
  readonly directory: UserDirectory;

  constructor(more: Partial<UserDirectorySettings> = {}) {
    const { records } = this;
    this.directory = new UserDirectory({
      records: {
        get: (kind, id) => records.get(kind, id),
        getMany: (kind, ids) => records.getMany(kind, ids),
        list: (kind, query) => {
          this.readings += 1;
          return records.list(kind, query);
        },
      },
      onChange: (listener) => records.onChange(listener),
      clock: () => this.now,
      ...more,
    });
  }

  async put(id: string, value: StoredRecord["value"]): Promise<void> {
    const known = await this.records.get("user", id);
    await this.records.write([{ put: { kind: "user", id, version: (known?.version ?? 0) + 1, value } }]);
  }

  async names(search = ""): Promise<readonly string[]> {
    return (await this.directory.list({ search })).users.map(({ firstName }) => firstName);
  }
}

const ann = { firstName: "Ann", state: "active" };

describe("the users by name, kept between lists", () => {
  it("are at each list those of the records, whatever was changed before it", async () => {
    const change = fc.record({
      id: fc.constantFrom("a", "b", "c", "d", "e"),
      firstName: fc.constantFrom(...NAMES),
      state: fc.constantFrom(...STATES),
      lists: fc.boolean(),
      search: fc.constantFrom("", "a", "B", "zoe vance", "none"),
      passes: fc.constantFrom(0, 1_000, 60_000),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
        const world = new World();
        for (const { id, firstName, state, lists, search, passes } of changes) {
          await world.put(id, { firstName, lastName: "Vance", email: `${id}@contoso.example`, state });
          world.now += passes;
          const query = { search, skip: 0, limit: 3 };
          if (lists)
            expect(await world.directory.list(query)).to.deep.equal(await listUsers(world.records, query));
        }
      }),
    );
  });

  it("are read once, and after that those that changed", async () => {
    const world = new World();
    await world.put("a", ann);
    for (let i = 0; i < 3; i++) expect(await world.names()).to.deep.equal(["Ann"]);
    await world.put("b", { ...ann, firstName: "Bob" });
    expect(await world.names()).to.deep.equal(["Ann", "Bob"]);
    expect(world.readings).to.equal(1);
  });

  it("are those of a change during the reading, too", async () => {
    const world = new World();
    await world.put("a", ann);
    const first = world.names();
    await world.put("a", { ...ann, firstName: "Zoe" });
    expect(await world.names()).to.deep.equal(["Zoe"]);
    await first;
  });

  it("are read again after a minute, when a notice was lost", async () => {
    const world = new World({ onChange: () => () => undefined });
    await world.put("a", ann);
    expect(await world.names()).to.deep.equal(["Ann"]);
    await world.put("a", { ...ann, firstName: "Zoe" });
    await world.put("b", { ...ann, firstName: "Bob" });
    world.directory.changed("b"); // a write of this process
    expect(await world.names()).to.deep.equal(["Ann", "Bob"]);
    world.now += 60_000;
    expect(await world.names()).to.deep.equal(["Bob", "Zoe"]);
  });

  it("are all read again after more changes than are read one by one", async () => {
    const world = new World();
    await world.put("a", ann);
    await world.names();
    for (let at = 0; at <= 500; at++) world.directory.changed(`u${at}`);
    expect(await world.names()).to.deep.equal(["Ann"]);
    expect(world.readings).to.equal(2);
  });

  it("are read by every list where the records tell of no changes", async () => {
    const world = new World({ onChange: undefined });
    await world.put("a", ann);
    await world.names();
    await world.put("a", { ...ann, firstName: "Zoe" });
    expect(await world.names()).to.deep.equal(["Zoe"]);
  });

  it("fail with the store, and are right again with it", async () => {
    let fails = true;
    const world: World = new World({
      records: {
        get: (kind, id) => world.records.get(kind, id),
        list: (kind, query) => (fails ? Promise.reject(new Error("down")) : world.records.list(kind, query)),
      },
    });
    await world.put("a", ann);
    expect(await world.names().catch(String)).to.equal("Error: down");
    fails = false;
    expect(await world.names()).to.deep.equal(["Ann"]);
    await world.put("a", { ...ann, firstName: "Zoe" });
    expect(await world.names("zo")).to.deep.equal(["Zoe"]);
  });
});
