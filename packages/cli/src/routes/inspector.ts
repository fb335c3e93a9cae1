// The process in which `product-auth routes` loads a module.
import { answerParent } from "./answer-parent.js";

const { frameworks, inspectModule } = await import("@product-auth/routes/module");
await answerParent((wanted) => inspectModule(wanted, frameworks));
