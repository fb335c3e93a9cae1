import { productAuth } from "@product-auth/koa";
import {
  serveUpgrades,
  upgradeContract,
  webSocketContract,
  webSocketsBy,
  type UpgradeHarness,
} from "@product-auth/testkit";
import Koa from "koa";
import * as ws from "ws";

const runner = { describe, it, before, after, beforeEach, afterEach };

const onKoa: UpgradeHarness = {
  serve(options, rule, handler) {
    const auth = productAuth<string, string>(options);
    const app = new Koa();
    app.use(auth);
    const guarded = rule === undefined ? auth.guardUpgrade(handler) : auth.guardUpgrade(rule, handler);
    const handle = app.callback();
    return serveUpgrades(auth, (req, res) => void handle(req, res), guarded);
  },
};

upgradeContract(runner, "koa", onKoa);
webSocketContract(runner, "koa with ws", webSocketsBy(onKoa, ws));
