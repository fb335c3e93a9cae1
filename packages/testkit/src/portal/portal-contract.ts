import type { FullTestRunner } from "../test-runner.js";
import type { PortalHarness } from "./portal-harness.js";
import { portalSuiteOf } from "./portal-suite.js";
import { bodies } from "./suites/bodies.js";
import { crossSite } from "./suites/cross-site.js";
import { pageHeaders } from "./suites/page-headers.js";
import { paths } from "./suites/paths.js";
import { requests } from "./suites/requests.js";
import { responses } from "./suites/responses.js";
import { statedAddresses } from "./suites/stated-addresses.js";
import { strangeRequests } from "./suites/strange-requests.js";

/**
 * Declares the tests that the `portal` door of every adapter must pass, over HTTP. A handler that reflects what it was given
 * shows what the adapter does with paths, requests, bodies and responses, whatever middleware the application has; the real
 * portal shows that its pages keep what they promise behind the adapter.
 */
export function portalContract(runner: FullTestRunner, name: string, harness: PortalHarness): void {
  runner.describe(`${name} keeps the portal contract`, () => {
    const suite = portalSuiteOf(runner, harness);
    for (const declare of [paths, requests, bodies, responses]) declare(suite);
    for (const declare of [pageHeaders, crossSite, statedAddresses, strangeRequests]) declare(suite);
  });
}
