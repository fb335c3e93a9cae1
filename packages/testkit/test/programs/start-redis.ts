// Starts a Redis, says where it is, and waits to be ended: run by services.test.ts.
import { launchRedis, serviceFor } from "@product-auth/testkit/services";

const { url } = await serviceFor({ skip: () => console.log("skipped") }, launchRedis);
console.log(url);
setInterval(() => {}, 60_000);
