import { accessOf, productAuth } from "@product-auth/express";
import {
  serveUpgrades,
  upgradeContract,
  webSocketContract,
  webSocketsBy,
  type UpgradeHarness,
} from "@product-auth/testkit";
import { expect } from "chai";
import express from "express";
import * as ws from "ws";

const runner = { describe, it, before, after, beforeEach, afterEach };

const onExpress: UpgradeHarness = {
  serve(options, rule, handler) {
    const auth = productAuth<string, string>(options);
    const app = express();
    app.use(auth);
    const handOn: typeof handler = (req, socket, head, connection) => {
      expect(accessOf(req)).to.equal(connection.access);
      handler(req, socket, head, connection);
    };
    const guarded = rule === undefined ? auth.guardUpgrade(handOn) : auth.guardUpgrade(rule, handOn);
    return serveUpgrades(auth, app, guarded);
  },
};

upgradeContract(runner, "express", onExpress);
webSocketContract(runner, "express with ws", webSocketsBy(onExpress, ws));
