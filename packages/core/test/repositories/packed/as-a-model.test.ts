import { expect } from "chai";
import * as fc from "fast-check";
import { digestKey, MemorySubscriptionRepository, RepositoryConflictError } from "#src/repositories/index.js";
import {
  asEvidence,
  type StoredKey,
  type StoredSubscription,
} from "#src/repositories/stored-subscription.js";
import { OWNER_STATES, SUBSCRIPTION_STATES } from "#src/evidence/subscriptions/subscription.js";

/** Texts of every width, with the characters that records write in another way. */
const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom("", "pask_…1234", "…\u0085", "\u0085", "\ud800", "\0", "é", "日本", "x".repeat(300), "🔑"),
);
const time = fc.oneof(
  fc.integer({ min: 0, max: 2e12 }),
  fc.constantFrom(0.5, -1, -0, 2 ** 60, NaN, Infinity),
);
/** Few, so that they are taken again and again. Those that `digestKey` did not write are in it, too. */
const digest = fc.oneof(
  fc.nat(40).map((n) => digestKey(`key ${n}`)),
  fc.constantFrom("", "short", "x".repeat(43), `${"A".repeat(42)}B`, "A".repeat(43), "é".repeat(43), "ŁAAA"),
);
const id = fc.oneof(
  fc.nat(20).map((n) => `subscription ${n}`),
  fc.constantFrom("…", "\u0085", "日本", "\ud800", ""),
);
const optional = <K extends string, T>(name: K, value: fc.Arbitrary<T>) =>
  fc.option(
    value.map((given) => ({ [name]: given }) as Record<K, T>),
    { nil: {} as Partial<Record<K, T>> },
  );

const key: fc.Arbitrary<StoredKey> = fc
  .tuple(
    fc.record({ slot: fc.constantFrom("primary", "secondary"), digest, hint: text }),
    optional("pepper", text),
    optional("endsAt", time),
  )
  .map(([required, pepper, endsAt]) => ({ ...required, ...pepper, ...endsAt }));

const stored: fc.Arbitrary<StoredSubscription> = fc
  .tuple(
    fc.record({
      id,
      scope: fc.oneof(fc.constantFrom("/products/pro", "/apis/orders", "/"), text),
      state: fc.constantFrom(...SUBSCRIPTION_STATES),
      createdDate: time,
      keys: fc.array(key, { maxLength: 4 }),
      version: fc.oneof(fc.constantFrom(1, 2, 3), fc.constantFrom(0, 300, 2 ** 53 - 1, 1.5)),
    }),
    optional("displayName", text),
    optional("ownerId", fc.oneof(fc.constantFrom("ada", "bob"), text)),
    optional("ownerState", fc.constantFrom(...OWNER_STATES)),
    optional("stateComment", text),
    fc.tuple(optional("startDate", time), optional("endDate", time)),
  )
  .map(([required, displayName, ownerId, ownerState, comment, [start, end]]) => ({
    ...required,
    ...displayName,
    ...ownerId,
    ...ownerState,
    ...comment,
    ...start,
    ...end,
  }));

type Act =
  | { readonly kind: "insert" | "replace"; readonly one: StoredSubscription }
  | { readonly kind: "delete"; readonly id: string }
  | { readonly kind: "look up"; readonly digest: string }
  | { readonly kind: "list"; readonly query: { scope?: string; ownerId?: string; after?: string } };

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: stored.map((one) => ({ kind: "insert" as const, one })) },
  { weight: 3, arbitrary: stored.map((one) => ({ kind: "replace" as const, one })) },
  { weight: 2, arbitrary: id.map((one) => ({ kind: "delete" as const, id: one })) },
  { weight: 4, arbitrary: digest.map((one) => ({ kind: "look up" as const, digest: one })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        optional("scope", fc.constantFrom("/products/pro", "/", "")),
        optional("ownerId", fc.constantFrom("ada", "", "…")),
        optional("after", id),
      )
      .map(([scope, ownerId, after]) => ({
        kind: "list" as const,
        query: { ...scope, ...ownerId, ...after },
      })),
  },
);

/** The plainest repository. */
class Model {
  readonly byId = new Map<string, StoredSubscription>();

  conflictOf(one: StoredSubscription): string | undefined {
    const digests = one.keys.map(({ digest: given }) => given);
    if (new Set(digests).size < digests.length) return "digest";
    const others = [...this.byId.values()].filter((other) => other.id !== one.id);
    return others.some(({ keys }) => keys.some(({ digest: taken }) => digests.includes(taken)))
      ? "digest"
      : undefined;
  }

  insert(one: StoredSubscription): string | undefined {
    const conflict = this.byId.has(one.id) ? "id" : this.conflictOf(one);
    if (conflict === undefined) this.byId.set(one.id, one);
    return conflict;
  }

  replace(one: StoredSubscription): string | undefined {
    const old = this.byId.get(one.id);
    const conflict = old?.version !== one.version - 1 ? "version" : this.conflictOf(one);
    if (conflict === undefined) this.byId.set(one.id, one);
    return conflict;
  }

  find(asked: string) {
    for (const one of this.byId.values()) {
      const found = asEvidence(one, asked);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  list({ scope, ownerId, after }: { scope?: string; ownerId?: string; after?: string }) {
    return [...this.byId.values()]
      .filter(
        (one) => (scope ?? one.scope) === one.scope && (ownerId === undefined || ownerId === one.ownerId),
      )
      .filter((one) => after === undefined || one.id > after)
      .sort((one, other) => (one.id < other.id ? -1 : 1));
  }
}

const conflictOf = (change: Promise<unknown>): Promise<unknown> =>
  change.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof RepositoryConflictError) return error.conflict;
      throw error;
    },
  );

describe("a repository in memory answers as a plain one", () => {
  it("whatever is inserted, replaced, deleted, looked up and listed, in any order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
        const model = new Model();
        const repository = new MemorySubscriptionRepository();
        for (const one of acts) {
          switch (one.kind) {
            case "insert":
              expect(await conflictOf(repository.insert(one.one))).to.equal(model.insert(one.one));
              break;
            case "replace":
              expect(await conflictOf(repository.replace(one.one))).to.equal(model.replace(one.one));
              break;
            case "delete":
              expect(await repository.delete(one.id)).to.equal(model.byId.delete(one.id));
              break;
            case "look up":
              expect(repository.findByKeyDigest(one.digest)).to.deep.equal(model.find(one.digest));
              break;
            case "list":
              expect((await repository.list(one.query)).items).to.deep.equal(model.list(one.query));
          }
        }
        expect(repository.size).to.equal(model.byId.size);
        const again = new MemorySubscriptionRepository(repository);
        for (const one of model.byId.values()) {
          expect(await repository.get(one.id)).to.deep.equal(one);
          expect(await again.get(one.id)).to.deep.equal(one);
          for (const { digest: given } of one.keys)
            expect(again.findByKeyDigest(given)).to.deep.equal(asEvidence(one, given));
        }
      }),
      { numRuns: 150 },
    );
  });

  it("filled at once or one by one: the same conflicts", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stored, { maxLength: 8 }), async (all) => {
        const model = new Model();
        const conflicts = all.map((one) => model.insert(one)).filter((reason) => reason !== undefined);
        const fill = () => new MemorySubscriptionRepository(all);
        if (conflicts.length === 0) expect(fill().size).to.equal(all.length);
        else expect(fill).to.throw().with.property("conflict").that.is.oneOf(["id", "digest"]);
      }),
      { numRuns: 150 },
    );
  });

  it("a state that it does not know is refused, and changes nothing", async () => {
    const repository = new MemorySubscriptionRepository();
    const one = { id: "a", scope: "/", state: "active", createdDate: 1, keys: [], version: 1 } as const;
    await repository.insert(one);
    const wrong = { ...one, version: 2, state: "odd" as "active" };
    expect(String(await repository.replace(wrong).catch((error: unknown) => error))).to.match(/is unknown/);
    expect(await repository.get("a")).to.deep.equal(one);
    expect(String(await repository.insert({ ...wrong, id: "b" }).catch((error: unknown) => error))).to.match(
      /is unknown/,
    );
    expect(repository.size).to.equal(1);
  });
});
