import {
  createProductAuth,
  type ProductAuth,
  type ProductAuthOptions,
  type Requirement,
} from "@product-auth/core";
import { optionsFor } from "../peers/product-auth.js";
import type { World } from "../world/world.js";

/** What opens the product. */
export type Credential = "token" | "key";

/** What a product, and what the instance has besides. */
export interface Policies {
  readonly product?: object;
  /** Of a product that no request is for. */
  readonly otherProduct?: object;
  readonly instance?: object;
}

/** An instance with a requirement for one product. */
export interface Guarded {
  readonly auth: ProductAuth<string, string>;
  readonly requirement: Requirement;
  readonly clock: MovingClock;
}

/** A clock that each request moves, so that a limit has room for all of them. */
export class MovingClock {
  now = Date.now();
  /** Milliseconds between two requests. */
  pace = 2;

  move(): void {
    this.now += this.pace;
  }
}

/** The subscription key of the requests. */
export const KEY = "s3cret-of-the-benchmark";

/** Makes an instance that knows its signing keys already. */
export async function guardedBy(
  world: World,
  credential: Credential,
  { product, otherProduct, instance }: Policies = {},
): Promise<Guarded> {
  const clock = new MovingClock();
  const { audience } = world;
  const opened = credential === "key" ? "starter" : "other";
  const auth = createProductAuth<string, string>({
    ...optionsFor(world),
    products: {
      starter: { audience, ...(credential === "key" && { accepts: ["key"] }), ...product },
      other: { accepts: ["key"], ...otherProduct },
    },
    subscriptions: [{ id: "contoso", scope: `/products/${opened}`, primaryKey: KEY }],
    clock: () => clock.now,
    ...instance,
  } as ProductAuthOptions<string, string>);
  await auth.ready();
  return { auth, requirement: auth.requirement({ product: "starter" }), clock };
}
