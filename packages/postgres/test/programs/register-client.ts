// Registers a client application, and is killed while it waits for an answer: run by clients-processes.test.ts.
import { administerClients } from "@product-auth/core/clients";
import { createPostgresRecords } from "@product-auth/postgres";
import { provisioningOver } from "../support/served-provisioning.js";

const [url, schema, origin, key] = process.argv.slice(2) as [string, string, string, string];
const clients = administerClients({
  records: createPostgresRecords({ connectionString: url, schema }),
  provisioning: provisioningOver(origin),
});
const gold = { name: "gold", audience: "api://gold", role: "Product.Gold.All" };
const job = await clients.register({ key, displayName: "Orders batch", ownerId: "zoe", products: [gold] });
await clients.wait(job.id);
