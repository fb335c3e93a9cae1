import { createProductAuth } from "@product-auth/core";
import {
  serveUpgrades,
  upgradeContract,
  webSocketContract,
  webSocketsBy,
  type UpgradeHarness,
} from "@product-auth/testkit";
import * as ws from "ws";

const runner = { describe, it, before, after, beforeEach, afterEach };

const onNode: UpgradeHarness = {
  serve(options, rule, handler) {
    const auth = createProductAuth<string, string>(options);
    const guarded = rule === undefined ? auth.guardUpgrade(handler) : auth.guardUpgrade(rule, handler);
    return serveUpgrades(auth, (_req, res) => res.end(), guarded);
  },
};

upgradeContract(runner, "node:http", onNode);
webSocketContract(runner, "node:http with ws", webSocketsBy(onNode, ws));
