import { planCatalog } from "@product-auth/graph";
void planCatalog;
