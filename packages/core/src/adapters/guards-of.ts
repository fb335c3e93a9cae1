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
import { refuseUncalled } from "../lib/refuse-uncalled.js";
import { markGuard } from "./mark.js";

/** The guards of every adapter. `G`: the middleware type of its framework. */
export interface Guards<G, P extends string = string, A extends string = never> {
  readonly requireProduct: (...names: [P, ...P[]]) => G;
  readonly requireScope: (...scopes: [string, ...string[]]) => G;
  readonly requireRole: (...roles: [string, ...string[]]) => G;
  readonly require: (rule: Rule<P, A>) => G;
}

/** Makes the guards of an adapter from a function that turns a requirement into middleware. */
export function guardsOf<G, P extends string, A extends string>(
  auth: ProductAuth<P, A>,
  guard: (requirement: Requirement<P>) => G,
): Guards<G, P, A> {
  const demand = (rule: Rule<P, A>, where: string) => guard(auth.requirement(rule, where));
  return {
    requireProduct: (...names) => {
      refuseUncalled(names, "requireProduct", 'write auth.requireProduct("starter")');
      return demand({ product: names }, callText("requireProduct", names));
    },
    requireScope: (...scopes) => {
      refuseUncalled(scopes, "requireScope", 'write auth.requireScope("Orders.Read")');
      return demand({ scopes }, callText("requireScope", scopes));
    },
    requireRole: (...roles) => {
      refuseUncalled(roles, "requireRole", 'write auth.requireRole("Orders.Admin")');
      return demand({ roles }, callText("requireRole", roles));
    },
    require: (rule) => {
      refuseUncalled([rule], "require", 'write auth.require({ product: "starter" })');
      return demand(rule, "require(rule)");
    },
  };
}

/**
 * Makes the `guardUpgrade` of an adapter; route reports recognize its listeners. `admit` stores the access on the
 * request.
 */
export function guardUpgradeOf<P extends string, A extends string>(
  auth: ProductAuth<P, A>,
  admit: (req: IncomingMessage, access: Access) => void = () => undefined,
): GuardUpgrade<P, A> {
  function guardUpgrade(
    ...given: [handler: AnyUpgradeHandler] | [rule: Rule<P, A>, handler: AnyUpgradeHandler]
  ): UpgradeListener {
    const [rule, handler] = given.length === 1 ? [undefined, given[0]] : given;
    const admitThenHandle: UpgradeHandler = (req, socket, head, connection) => {
      admit(req, connection.access as Access);
      handler(req, socket, head, connection as GuardedConnection<never>);
    };
    const listener =
      rule === undefined ? auth.guardUpgrade(admitThenHandle) : auth.guardUpgrade(rule, admitThenHandle);
    const requirement = rule === undefined ? auth.anyProduct : auth.requirement(rule, "guardUpgrade(rule)");
    return markGuard(auth, requirement, listener);
  }
  return guardUpgrade as GuardUpgrade<P, A>;
}

// The call as written, for error messages.
const callText = (name: string, values: readonly string[]) =>
  `${name}(${JSON.stringify(values).slice(1, -1)})`;
