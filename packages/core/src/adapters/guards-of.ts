import type { IncomingMessage } from "node:http";
import type { Access } from "../decision/decision.js";
import type { ProductAuth } from "../product-auth.js";
import type { Requirement, Rule } from "../rules/rule.js";
import type {
  AnyUpgradeHandler,
  GuardedConnection,
  GuardUpgrade,
  UpgradeHandler,
  UpgradeListener,
} from "../upgrades/guarded-connection.js";
import { markGuard } from "./mark.js";

/** The guards that every adapter has, under the same names; `G` is what its framework takes as middleware. */
export interface Guards<G, P extends string = string, A extends string = never> {
  readonly requireProduct: (...names: [P, ...P[]]) => G;
  readonly requireScope: (...scopes: [string, ...string[]]) => G;
  readonly requireRole: (...roles: [string, ...string[]]) => G;
  readonly require: (rule: Rule<P, A>) => G;
}

/** Makes the guards of an adapter from the one function that turns a requirement into middleware. */
export function guardsOf<G, P extends string, A extends string>(
  auth: ProductAuth<P, A>,
  guard: (requirement: Requirement<P>) => G,
): Guards<G, P, A> {
  const demand = (rule: Rule<P, A>, where: string) => guard(auth.requirement(rule, where));
  return {
    requireProduct: (...names) => demand({ product: names }, said("requireProduct", names)),
    requireScope: (...scopes) => demand({ scopes }, said("requireScope", scopes)),
    requireRole: (...roles) => demand({ roles }, said("requireRole", roles)),
    require: (rule) => demand(rule, "require(rule)"),
  };
}

/**
 * Makes the `guardUpgrade` of an adapter, whose listeners a report recognises. `admit` puts the access where the
 * framework's handlers look for it.
 */
export function guardUpgradeOf<P extends string, A extends string>(
  auth: ProductAuth<P, A>,
  admit: (req: IncomingMessage, access: Access) => void = () => undefined,
): GuardUpgrade<P, A> {
  function guardUpgrade(
    ...given: [handler: AnyUpgradeHandler] | [rule: Rule<P, A>, handler: AnyUpgradeHandler]
  ): UpgradeListener {
    const [rule, handler] = given.length === 1 ? [undefined, given[0]] : given;
    const handOn: UpgradeHandler = (req, socket, head, connection) => {
      admit(req, connection.access as Access);
      handler(req, socket, head, connection as GuardedConnection<never>);
    };
    const listener = rule === undefined ? auth.guardUpgrade(handOn) : auth.guardUpgrade(rule, handOn);
    const requirement = rule === undefined ? auth.anyProduct : auth.requirement(rule, "guardUpgrade(rule)");
    return markGuard(auth, requirement, listener);
  }
  return guardUpgrade as GuardUpgrade<P, A>;
}

// How a guard was written, for the message about one that cannot be.
const said = (name: string, values: readonly string[]) => `${name}(${JSON.stringify(values).slice(1, -1)})`;
