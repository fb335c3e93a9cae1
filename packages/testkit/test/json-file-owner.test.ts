import { chmod, chown, link, lstat, mkdtemp, readdir, readFile, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { digestKey, JsonFileSubscriptionRepository } from "@product-auth/core/subscriptions";
import { MissingServiceError, serviceFor } from "@product-auth/testkit/services";
import { expect } from "chai";

const [API, API_GROUP, OPERATOR, TEAM] = [65_534, 65_533, 65_532, 65_531];

const stored = (id: string) => ({
  id,
  scope: "/products/pro",
  state: "active" as const,
  createdDate: 0,
  keys: [{ slot: "primary" as const, digest: digestKey(id), hint: "…" }],
  version: 1,
});

/** Does work with the rights of another user, in this process; root again behind it. */
async function as<T>(user: number, groups: readonly number[], work: () => Promise<T>): Promise<T> {
  const before = process.getgroups!();
  process.setgroups!([...groups]);
  process.setegid!(groups[0]!);
  process.seteuid!(user);
  try {
    return await work();
  } finally {
    process.seteuid!(0);
    process.setegid!(0);
    process.setgroups!(before);
  }
}

describe("a subscription file that belongs to somebody else", () => {
  let folder: string;
  let path: string;
  before(function () {
    return serviceFor(this, async () => {
      if (process.getuid?.() === 0) return;
      throw new MissingServiceError("Owners of files are tested as root only: run these tests as root");
    });
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "product-auth-owner-"));
    await chmod(folder, 0o777);
    path = join(folder, "subscriptions.json");
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A file with one subscription. */
  async function fileOf(uid: number, gid: number, mode: number): Promise<void> {
    await change("first");
    await chown(path, uid, gid);
    await chmod(path, mode);
  }
  async function change(id: string, of = path): Promise<void> {
    const repository = await JsonFileSubscriptionRepository.open(of, { create: true });
    try {
      await repository.insert(stored(id));
    } finally {
      await repository.close();
    }
  }
  const rights = async () => {
    const { uid, gid, mode } = await stat(path);
    return `${uid}:${gid} ${(mode & 0o777).toString(8)}`;
  };
  const reasonOf = (work: Promise<unknown>) =>
    work.then(
      () => "done",
      (error: Error) => error.message,
    );

  for (const mode of [0o600, 0o640, 0o644, 0o660, 0o440, 0o666])
    it(`root changes it: owner, group and mode ${mode.toString(8)} stay, whatever the umask`, async () => {
      await fileOf(API, API_GROUP, mode);
      const umask = process.umask(0o077);
      try {
        await change("second");
      } finally {
        process.umask(umask);
      }
      expect(await rights()).to.equal(`${API}:${API_GROUP} ${mode.toString(8)}`);
      expect(await readFile(path, "utf8")).to.include('"second"');
    });

  it("its owner changes it: the group stays, when the owner belongs to it", async () => {
    await fileOf(API, API_GROUP, 0o640);
    await as(API, [TEAM, API_GROUP], () => change("second"));
    expect(await rights()).to.equal(`${API}:${API_GROUP} 640`);
  });

  for (const [name, user, groups] of [
    ["another user who may write it", OPERATOR, [API_GROUP]],
    ["its owner, without belonging to its group", API, [TEAM]],
  ] as const)
    it(`${name} is refused before anything is written, and nothing is left behind`, async () => {
      await fileOf(API, API_GROUP, 0o660);
      const before = await readFile(path, "utf8");
      const inode = (await stat(path)).ino;
      const reason = await as(user, groups, () => reasonOf(change("second")));
      expect(reason).to.match(/^The file is not changed, 1 problem:/);
      expect(reason).to.include(`belongs to user ${API} and group ${API_GROUP} with mode 0660`);
      expect(reason).to.include("run this as the owner of the file, or as root");
      expect(await readFile(path, "utf8")).to.equal(before);
      expect(await rights()).to.equal(`${API}:${API_GROUP} 660`);
      expect((await stat(path)).ino).to.equal(inode);
      expect(await readdir(folder)).to.deep.equal(["subscriptions.json"]);
    });

  it("in a folder where the user may not write: refused, and nothing is left behind", async () => {
    await fileOf(API, API_GROUP, 0o660);
    await chmod(folder, 0o755);
    const reason = await as(OPERATOR, [API_GROUP], () => reasonOf(change("second")));
    expect(reason).to.include("EACCES");
    expect(await readdir(folder)).to.deep.equal(["subscriptions.json"]);
  });

  it("by a link: the file behind it keeps its rights, and the link stays a link", async () => {
    await fileOf(API, API_GROUP, 0o640);
    const other = join(folder, "by-link.json");
    await symlink(path, other);
    await change("second", other);
    expect((await lstat(other)).isSymbolicLink()).to.equal(true);
    expect(await rights()).to.equal(`${API}:${API_GROUP} 640`);
    expect(await readFile(path, "utf8")).to.include('"second"');
  });

  it("with a second name (hard link): the other name keeps the old text", async () => {
    await fileOf(API, API_GROUP, 0o640);
    const other = join(folder, "backup.json");
    await link(path, other);
    await change("second");
    expect(await rights()).to.equal(`${API}:${API_GROUP} 640`);
    expect(await readFile(other, "utf8")).to.not.include('"second"');
  });

  it("a file that is made is for its maker alone", async () => {
    await as(OPERATOR, [TEAM], () => change("first"));
    expect(await rights()).to.equal(`${OPERATOR}:${TEAM} 600`);
  });
});
