import fc from "fast-check";
import { ISSUER_NAMES, type Catalog, type IssuerName, type TokenOf } from "./issuers.js";
import { NAMES, TokenWorld, type Wanted } from "./token-world.js";

/** One thing that happens, as plain data, so that a failing history can be made smaller. */
export type TokenStep =
  | { readonly do: "ask"; readonly token: TokenOf; readonly wanted: Wanted }
  | { readonly do: "ask again"; readonly back: number }
  | { readonly do: "update"; readonly catalog: Catalog }
  | {
      readonly do: "update meanwhile";
      readonly token: TokenOf;
      readonly wanted: Wanted;
      readonly catalog: Catalog;
    }
  | { readonly do: "pass"; readonly seconds: number }
  | {
      readonly do: "flood";
      readonly issuer: IssuerName;
      readonly name: number;
      readonly keys: readonly number[];
      readonly times: number;
    }
  | { readonly do: "rotate"; readonly issuer: IssuerName; readonly keys: readonly number[] }
  | { readonly do: "move"; readonly issuer: IssuerName; readonly keys: readonly number[] }
  | { readonly do: "rename"; readonly name: number }
  | { readonly do: "cloud"; readonly cloud: number }
  | { readonly do: "outage"; readonly issuer: IssuerName; readonly down: boolean };

const issuer = fc.constantFrom(...ISSUER_NAMES);
// Most tokens are by the key that was there first, and come again.
const often = (first: number, max: number) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(first) }, { weight: 1, arbitrary: fc.nat(max) });
const token: fc.Arbitrary<TokenOf> = fc.record({
  issuer,
  name: often(0, NAMES - 1),
  kid: often(0, 2),
  key: often(0, 2),
  audiences: fc.constantFrom([0], [1], [0, 1], [2]),
});
const name = fc.nat(NAMES - 1);
const times = fc.integer({ min: 1, max: 40 });
const wanted = fc.constantFrom<Wanted[]>("starter", "pro", undefined);
const catalog = fc.record({ shift: fc.nat(2), strict: fc.boolean(), extra: fc.boolean() });
// A set without any key counts as an outage.
const keys = fc
  .tuple(fc.constantFrom(0, 0, 1, -1), fc.constantFrom(-1, 1), fc.constantFrom(-1, 2, 0))
  .filter((set) => set.some((key) => key >= 0));
const seconds = fc.constantFrom(1, 30, 61, 360, 2_400, 3_700, 7_300, 20_000, 86_400, 100_000);

/** A history; asking is what happens most. */
export const tokenSteps: fc.Arbitrary<readonly TokenStep[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: fc.constant("ask" as const), token, wanted }) },
    { weight: 8, arbitrary: fc.record({ do: fc.constant("ask again" as const), back: fc.nat(5) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("update" as const), catalog }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant("update meanwhile" as const), token, wanted, catalog }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("pass" as const), seconds }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("flood" as const), issuer, name, keys, times }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("rotate" as const), issuer, keys }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("move" as const), issuer, keys }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("rename" as const), name }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("cloud" as const), cloud: fc.nat(1) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("outage" as const), issuer, down: fc.boolean() }) },
  ),
  { maxLength: 60, size: "max" },
);

/** Lets a history happen; throws at the first decision that memory makes otherwise. */
export async function liveThrough(steps: readonly TokenStep[]): Promise<void> {
  const world = new TokenWorld();
  for (const step of steps) await happen(world, step);
  await world.close();
}

async function happen(world: TokenWorld, step: TokenStep): Promise<void> {
  switch (step.do) {
    case "ask":
      return world.ask(step.token, step.wanted);
    case "ask again":
      return world.askAgain(step.back);
    case "update":
      return world.update(step.catalog);
    case "update meanwhile":
      await world.updateMeanwhile(step.token, step.wanted, step.catalog);
      return world.ask(step.token, step.wanted);
    case "pass":
      world.clock.now += step.seconds * 1_000;
      return;
    case "flood":
      return flood(world, step);
    case "rotate":
      return world.change(step.issuer, ({ keys: sets, place }) => ({ keys: sets.with(place, step.keys) }));
    case "move":
      return move(world, step);
    case "rename":
      return world.change("found", () => ({ name: step.name }));
    case "cloud":
      return world.change("entra", () => ({ cloud: step.cloud }));
    case "outage":
      return world.change(step.issuer, () => ({ down: step.down }));
  }
}

// At the address that is left behind the old keys stay, as after a careful move.
function move(world: TokenWorld, { issuer, keys }: { issuer: IssuerName; keys: readonly number[] }): void {
  world.change(issuer, ({ keys: sets, place }) => {
    const to = issuer === "keys" ? place : 1 - place;
    return { place: to, keys: sets.with(to, keys) };
  });
}

// Everything changes, and from then on forged tokens come in all the time: those of the new keys must be good in the end.
async function flood(world: TokenWorld, step: Extract<TokenStep, { do: "flood" }>): Promise<void> {
  const { issuer, name, keys, times } = step;
  const kid = keys.findIndex((key) => key >= 0);
  const token = (itsName: number) => ({ issuer, name: itsName, kid, key: keys[kid]!, audiences: [0, 1, 2] });
  const before = world.nameOfFound;
  await world.ask(token(before), undefined);
  move(world, step);
  if (issuer === "found") world.change("found", () => ({ name }));
  for (let i = 0; i < times; i++) {
    world.clock.now += 360_000;
    await world.forge(token(before), `unknown-${i}`);
  }
  await world.ask(token(name), undefined);
  await world.ask(token(before), undefined);
}
