import * as door from "@product-auth/koa";
import { doorContract } from "@product-auth/testkit";

doorContract({ describe, it }, "@product-auth/koa", door, { members: ["guardUpgrade"] });
