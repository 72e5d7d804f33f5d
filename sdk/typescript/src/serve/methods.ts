import { commandMethods } from "./commands.js";
import { guardrailMethods } from "./guardrails.js";
import { hookMethods } from "./hooks.js";
import { integrationMethods } from "./integrations.js";
import { migrationMethods } from "./migrations.js";
import { outcomeMethods } from "./outcomes.js";
import { phaseMethods } from "./phases.js";
import type { Methods } from "./serving.js";
import { stackMethods } from "./stacks.js";
import { templateMethods } from "./templates.js";

/** Every method by which the host calls what a plugin provides. */
export const methods: Methods = {
  ...commandMethods,
  ...hookMethods,
  ...phaseMethods,
  ...integrationMethods,
  ...stackMethods,
  ...outcomeMethods,
  ...guardrailMethods,
  ...templateMethods,
  ...migrationMethods,
};
