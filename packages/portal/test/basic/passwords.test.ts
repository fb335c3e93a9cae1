import { randomBytes, scryptSync } from "node:crypto";
import { MemoryRecordRepository, RepositoryConflictError } from "@product-auth/core/records";
import { expect } from "chai";
import fc from "fast-check";
import { COMMON_PASSWORDS, isCommonPassword } from "#src/passwords/common-passwords.js";
import { PasswordPlaces, PasswordsBusyError } from "#src/passwords/password-places.js";
import { normalPassword, passwordProblem } from "#src/passwords/password-rules.js";
import { Passwords } from "#src/passwords/passwords.js";
import { hashPassword, isOutdated, isPasswordOf } from "#src/passwords/scrypt.js";
import { ScryptThreads } from "#src/passwords/thread/scrypt-threads.js";
import { Attempts } from "#src/sign-in/attempts.js";
import { PASSWORD_ATTEMPTS } from "#src/sign-in/password-attempts.js";
import { describeOnEach, WITH_PASSWORDS } from "../support/open-server.js";
import { derive, IMPOSSIBLE, PASSWORD, scryptsDuring, signIn, startBasic } from "../support/start-basic.js";

const about = { email: "adele.vance.x@contoso.example", title: "Contoso APIs" };

/** A hash of little work, by another way to it. */
function cheapHash(password: string, salt = randomBytes(8)): string {
  const key = scryptSync(password, salt, 32, { N: 2, r: 1, p: 1 });
  const text = (bytes: Buffer) => bytes.toString("base64").replaceAll("=", "");
  return `$scrypt$ln=1,r=1,p=1$${text(salt)}$${text(key)}`;
}

describe("passwords", function () {
  this.timeout(WITH_PASSWORDS);
  for (const [password, words] of [
    ["", "Enter a password."],
    ["elevencharz", "at least 12 characters"],
    ["\u{1f600}".repeat(6), "at least 12 characters"],
    [`${"ab".repeat(128)}c`, "at most 256 characters"],
    ["\ufdfa".repeat(15), "at most 256 characters"],
    ["x".repeat(1_000_000), "at most 256 characters"],
    ["ab\u0000cdefghijklmnop", "without control characters"],
    ["two lines of\ntext", "without control characters"],
    ["not utf-8 \ufffd\ufffd\ufffd", "without control characters"],
    [`half ${"\ud83d"} of a character`, "at most 256 characters"],
    ["aaaaaaaaaaaa", "one character repeated"],
    ["ＡAａaＡAａaＡAａa", "one character repeated"],
    ["Adele.Vance.X", "not your e-mail address"],
    ["ADELE.vance.x@contoso.example", "not your e-mail address"],
    ["contoso apis", "not the name of this portal"],
    ["Password1234", "less common"],
    ["correct horse battery staple", "less common"],
    ["ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ", "less common"],
    ["123456789012", "less common"],
    ["qwertyuiopasdf", "less common"],
  ] as const)
    it(`refuse ${JSON.stringify(password.slice(0, 30))}: ${words}`, () => {
      expect(passwordProblem(password, about)).to.include(words);
    });

  for (const password of [
    ...[
      PASSWORD,
      " spaces at both ends ",
      "no digits at all",
      "пароль на русском",
      "\u{1f600}".repeat(4) + "abcdefgh",
    ],
    ...["x".repeat(255) + "y", "<script>alert(1)</script>", "' or '1'='1' --"],
  ])
    it(`take ${JSON.stringify(password.slice(0, 30))}`, () => {
      expect(passwordProblem(password, about)).to.equal(undefined);
    });

  it("of common ones there are a thousand and more, all long enough to need them", () => {
    expect(COMMON_PASSWORDS).to.be.greaterThan(1000);
    expect(["password2026!", "welcomewelcome", "administrator"].every(isCommonPassword)).to.equal(true);
  });

  it("are hashed with scrypt, N = 2^15, r = 8, p = 3, as a PHC string with a salt of its own", async () => {
    const phc = await hashPassword(PASSWORD, derive);
    const [, , parameters, salt = "", key] = phc.split("$");
    expect(parameters).to.equal("ln=15,r=8,p=3");
    const options = { N: 2 ** 15, r: 8, p: 3, maxmem: 2 ** 26 };
    const derived = scryptSync(PASSWORD, Buffer.from(salt, "base64"), 32, options);
    expect(derived.toString("base64").replace("=", "")).to.equal(key);
    expect([isOutdated(phc), isOutdated(cheapHash(PASSWORD))]).to.deep.equal([false, true]);
  });

  it("of a hash that is damaged, or asks for gigabytes, are all wrong", async () => {
    const sound = cheapHash(PASSWORD);
    expect(await isPasswordOf(sound, PASSWORD, derive)).to.equal(true);
    for (const phc of [
      ...["", "$", "plain", sound.slice(0, -30), `${sound}$`, sound.replace("scrypt", "argon2id")],
      ...[sound.replace("ln=1,", "ln=0,"), sound.replace("ln=1,", "ln=30,"), sound.replace("r=1", "r=0")],
      ...[sound.replace("p=1", "p=999"), `x${sound}`, sound.replace("ln=1", "ln=99")],
    ])
      expect(await isPasswordOf(phc, PASSWORD, derive), phc).to.equal(false);
  });

  it("are right only exactly, up to NFKC", async () => {
    const character = fc.constantFrom(...Array.from("aAàéﬁｆ１1²ﾊﾞ한\u0301\u200b ß"));
    const password = fc.string({ unit: character, minLength: 1, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(password, password, async (one, other) => {
        const phc = cheapHash(one.normalize("NFKC"));
        expect(await isPasswordOf(phc, normalPassword(one) ?? "", derive)).to.equal(true);
        expect(await isPasswordOf(phc, normalPassword(other) ?? "", derive)).to.equal(
          one.normalize("NFKC") === other.normalize("NFKC"),
        );
      }),
      { numRuns: 150 },
    );
  });

  it("are hashed again at a sign-in when the parameters have changed", async () => {
    const records = new MemoryRecordRepository();
    const passwords = new Passwords(records, () => 1000);
    const value = { phc: cheapHash(PASSWORD), changedAt: 5 };
    await records.write([{ put: { kind: "password", id: "u", version: 1, value } }]);
    expect(await passwords.verify("u", "another password")).to.equal(false);
    expect((await records.get("password", "u"))?.version).to.equal(1);
    const verified = await passwords.check("u", PASSWORD);
    const stored = (await records.get("password", "u"))!;
    expect([verified?.version, stored.version, stored.value["changedAt"]]).to.deep.equal([2, 2, 5]);
    expect(stored.value["phc"]).to.match(/^\$scrypt\$ln=15,r=8,p=3\$/);
    expect(await passwords.isStill("u", verified!)).to.equal(true);
    // The next time, and for users who do not exist, it is one scrypt.
    for (const [user, isRight] of [
      ["u", true],
      [undefined, false],
      ["unknown", false],
    ] as const)
      expect(
        await scryptsDuring(async () => expect(await passwords.verify(user, PASSWORD)).to.equal(isRight)),
      ).to.equal(1);
  });

  it("are not changed by a check of one that was replaced meanwhile", async () => {
    const records = new MemoryRecordRepository();
    const passwords = new Passwords(records, () => 1000);
    await records.write([await passwords.change("u", PASSWORD)]);
    const verified = await passwords.check("u", PASSWORD);
    await records.write([await passwords.change("u", "a bicycle made of cheese")]); // a reset by the owner
    const late = await passwords.change("u", "a locomotive made of honey", undefined, verified);
    const failed = await records.write([late]).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(RepositoryConflictError);
    await passwords.close();
  });

  it("that were changed while they were checked open nothing", async () => {
    const world = await startBasic();
    const email = "adele@contoso.example";
    const id = await world.user(email);
    const { write } = world.records;
    // The change comes between the check and the session.
    Object.assign(world.records, {
      write: async (changes: Parameters<typeof write>[0]) => {
        if (changes.some((change) => "put" in change && change.put.kind === "session")) {
          const stored = (await world.records.get("password", id))!;
          await write([{ put: { ...stored, version: stored.version + 1 } }]);
        }
        return write(changes);
      },
    });
    const page = await signIn(world.browser(), email);
    expect(page.text).to.include("E-mail or password is wrong.");
    expect(page.headers.getSetCookie()).to.deep.equal([]);
    for (const kind of ["session", "device"])
      expect((await world.records.list(kind)).records).to.deep.equal([]);
    await world.close();
  });
});

describe("the threads that check passwords", function () {
  this.timeout(WITH_PASSWORDS);
  const given = {
    salt: randomBytes(8),
    length: 32,
    cost: 2,
    blockSize: 1,
    parallelization: 1,
    maxmem: 2 ** 20,
  };

  it("derive the key of RFC 7914, section 12", async () => {
    const threads = new ScryptThreads();
    const key = await threads.derive({
      ...{ password: "pleaseletmein", salt: Buffer.from("SodiumChloride"), length: 64 },
      ...{ cost: 16384, blockSize: 8, parallelization: 1, maxmem: 2 ** 26 },
    });
    expect(key.toString("hex")).to.match(/^7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2/);
    await threads.close();
  });

  it("are started again after a failure, and reject what is under way when they are closed", async () => {
    const threads = new ScryptThreads();
    const failed = await threads.derive({ ...given, cost: 3, password: "x" }).catch((error: Error) => error);
    expect(failed).to.be.instanceOf(Error);
    expect(await threads.derive({ ...given, password: "x" })).to.have.length(32);
    const slow = threads.derive({
      ...given,
      password: "x",
      cost: 2 ** 15,
      parallelization: 16,
      blockSize: 8,
      maxmem: 2 ** 27,
    });
    const ended = slow.catch((error: Error) => error);
    await threads.close();
    expect(await ended).to.be.instanceOf(Error);
  });
});

describe("the queue of passwords", function () {
  this.timeout(WITH_PASSWORDS);
  for (const [processors, atOnce] of [
    [1, 1],
    [2, 1],
    [4, 2],
  ] as const)
    it(`with ${processors} processors: ${atOnce} at a time, 20 wait, the next one is refused`, async () => {
      const places = new PasswordPlaces(processors);
      const taken = Array.from({ length: atOnce + 20 }, () => places.take());
      expect(() => places.take()).to.throw(PasswordsBusyError);
      let running = 0;
      let most = 0;
      const order: number[] = [];
      const work = async (i: number) => {
        most = Math.max(most, ++running);
        await Promise.resolve();
        order.push(i);
        running--;
        if (i % 3 === 0) throw new Error("fails");
      };
      await Promise.allSettled(taken.map((place, i) => place.run(() => work(i))));
      expect(most).to.equal(atOnce);
      expect(order).to.deep.equal(taken.map((_, i) => i));
      taken[0]!.leave();
      taken[0]!.leave();
      places.take();
      expect(() => places.take()).to.throw(PasswordsBusyError);
    });
});

describe("the limit of an account", () => {
  it("lets no more wrong guesses through than 10 in any 15 minutes, however they come", async () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 400_000 }),
      guesses: fc.integer({ min: 1, max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        let now = 0;
        const attempts = new Attempts(undefined, () => now, 50);
        const checked: number[] = [];
        for (const { wait, guesses } of steps) {
          now += wait;
          const reserved = await Promise.all(
            Array.from({ length: guesses }, () => attempts.reserve(PASSWORD_ATTEMPTS, "account u")),
          );
          const admitted = reserved.filter((each) => each.wait === 0);
          const before = checked.filter((at) => now < at + 900_000).length;
          expect(admitted).to.have.length(Math.min(guesses, 10 - before));
          expect(admitted.map(({ used }) => used)).to.deep.equal(admitted.map((_, i) => before + i + 1));
          checked.push(...admitted.map(() => now));
        }
        await attempts.close();
      }),
      { numRuns: 100 },
    );
  });

  it("is forgotten by a right password alone", async () => {
    const attempts = new Attempts(undefined, () => 1000, 1);
    const reserve = () => attempts.reserve(PASSWORD_ATTEMPTS, "account u");
    for (let i = 0; i < 9; i++) await reserve();
    await (await reserve()).forget();
    expect((await reserve()).used).to.equal(1);
    await attempts.close();
  });
});

describeOnEach("bad passwords", (framework) => {
  it("are refused before they are hashed, and are no sign-in", async () => {
    const world = await startBasic(framework);
    const email = "adele.vance.x@contoso.example";
    await world.user(email);
    const browser = world.browser();
    await signIn(browser, email);
    const count = await scryptsDuring(async () => {
      for (const next of [
        ...[
          "",
          "short",
          "a".repeat(257),
          IMPOSSIBLE,
          "\ufdfa".repeat(100),
          "bbbbbbbbbbbb",
          "passwordpassword",
        ],
        ...["adele.vance.x", email, "Contoso APIs", PASSWORD],
      ]) {
        const fields = { "current-password": PASSWORD, "new-password": next };
        const page = await browser.post("/profile/password", fields);
        expect([page.status, page.h1]).to.deep.equal([400, "Change password"]);
        expect(page.text).to.include('href="#new-password"').and.not.include(PASSWORD);
        if (next.length > 20) expect(page.text).not.to.include(`value="${next}`);
      }
      for (const password of [IMPOSSIBLE, "a".repeat(257), "\ufdfa".repeat(100)])
        expect((await signIn(world.browser(), email, password)).text).to.include(
          "E-mail or password is wrong.",
        );
      for (const path of ["/profile/password", "/signin"]) {
        const fields = { "e-mail": email, password: "x".repeat(1_000_000), "new-password": "x" };
        expect((await browser.post(path, fields)).status).to.equal(413);
      }
    });
    expect(count).to.equal(0);
    const wrong = { "current-password": "another password", "new-password": "a bicycle made of cheese" };
    expect((await browser.post("/profile/password", wrong)).text).to.include(
      "The current password is wrong.",
    );
    const fields = { "current-password": IMPOSSIBLE, "new-password": "a bicycle made of cheese" };
    for (let i = 1; i < 10; i++)
      expect((await browser.post("/profile/password", fields)).status).to.equal(400);
    expect((await browser.post("/profile/password", fields)).status).to.equal(429);
    expect((await browser.send("/profile/password", "GET", { "sec-fetch-site": "none" })).h1).to.equal(
      "Change password",
    );
    expect((await world.browser().get("/profile/password")).location).to.include("/signin?returnTo=");
    await world.close();
  });
});
