import { commandMethods } from "./commands.js";
import { guardrailMethods } from "./guardrails.js";
import { hookMethods } from "./hooks.js";
import { integrationMethods } from "./integrations.js";
import { migrationMethods } from "./migrations.js";
import { outcomeMethods } from "./outcomes.js";
import { phaseMethods } from "./phases.js";
import type { MethodName } from "./names.js";
import type { Method, Methods } from "./serving.js";
import { stackMethods } from "./stacks.js";
import { templateMethods } from "./templates.js";

/** Every method by which the host calls what a plugin provides. */
export const methods = {
  ...commandMethods,
  ...hookMethods,
  ...phaseMethods,
  ...integrationMethods,
  ...stackMethods,
  ...outcomeMethods,
  ...guardrailMethods,
  ...templateMethods,
  ...migrationMethods,
} satisfies Methods as Readonly<Record<MethodName, Method>>;
