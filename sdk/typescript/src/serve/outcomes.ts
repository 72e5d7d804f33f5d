import type { OutcomeType } from "../define/outcome.js";
import type { OSpecDocument, ValidationProblem, ValidationResult } from "../ospec/documents.js";
import type { OutcomeTypePlugin } from "../ospec/plugin.js";
import type { Fields } from "../protocol/fields.js";
import type { Methods, Serving } from "./serving.js";

interface Problem {
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly path?: string;
}

export const outcomeMethods: Methods = {
  async "outcome/validate"(serving, params, signal) {
    const { outcome, document } = await find(serving, params);
    const result = isOSpec(outcome)
      ? await outcome.validateSpec(document)
      : await outcome.validate?.(serving.context(signal), document);
    return { problems: problemsOf(result ?? { valid: true }) };
  },

  async "outcome/defaultStack"(serving, params, signal) {
    const { outcome, document } = await find(serving, params);
    const stack = isOSpec(outcome)
      ? await outcome.getDefaultStack(document)
      : await outcome.defaultStack?.(serving.context(signal), document);
    return { stack: textsOf(stack ?? {}) };
  },

  async "outcome/acceptance"(serving, params, signal) {
    const { outcome, document } = await find(serving, params);
    const acceptance = isOSpec(outcome)
      ? await outcome.generateAcceptanceCriteria(document)
      : await outcome.acceptance?.(serving.context(signal), document);
    return { acceptance: acceptance ?? {} };
  },
};

async function find(
  serving: Serving,
  params: Fields,
): Promise<{ readonly outcome: OutcomeType | OutcomeTypePlugin; readonly document: OSpecDocument }> {
  const type = params.text("type");
  const document: OSpecDocument = params.optionalObject("document") ?? {};
  const entry = serving.handlers.one(`outcome:${type}`, `outcome type '${type}'`);
  return { outcome: (await serving.handlers.use(entry)) as OutcomeType | OutcomeTypePlugin, document };
}

function isOSpec(outcome: OutcomeType | OutcomeTypePlugin): outcome is OutcomeTypePlugin {
  return "validateSpec" in outcome || "getDefaultStack" in outcome || "generateAcceptanceCriteria" in outcome;
}

function problemsOf(result: ValidationResult): Problem[] {
  const errors = (result.errors ?? []).map((error) => problem("error", error));
  const warnings = (result.warnings ?? []).map((warning) => problem("warning", warning));
  // Invalid without a reason is still invalid.
  const unsaid = !result.valid && errors.length === 0 ? [problem("error", "The document is not valid.")] : [];
  return [...errors, ...unsaid, ...warnings];
}

function problem(severity: Problem["severity"], said: string | ValidationProblem): Problem {
  return typeof said === "string" ? { severity, message: said } : { severity, message: said.message, ...pathOf(said) };
}

function pathOf(said: ValidationProblem): { readonly path?: string } {
  return said.path === undefined ? {} : { path: said.path };
}

function textsOf(stack: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [part, value] of Object.entries(stack)) {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      texts[part] = String(value);
    } else if (value !== undefined && value !== null) {
      throw new TypeError(`The default stack's '${part}' is not a text.`);
    }
  }

  return texts;
}
