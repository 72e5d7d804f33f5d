import type { Phase, PhaseMode, PhaseOutcome } from "../define/phase.js";
import { InvalidParamsError } from "../protocol/errors.js";
import type { Method, Methods } from "./serving.js";

export const phaseMethods: Methods = {
  "phase/before": handle("before"),
  "phase/after": handle("after"),
  "phase/replace": handle("replace"),
};

function handle(mode: PhaseMode): Method {
  return async (serving, params, signal) => {
    const phase = params.text("phase");
    const feature = params.optionalText("feature");
    const context = params.optionalObject("context") ?? {};
    const name = params.optionalText("name");
    const entries = serving.handlers.find(`phase:${phase}:${mode}`, name);
    if (entries.length === 0) {
      const whose = name === undefined ? "" : ` of the workflow '${name}'`;
      throw new InvalidParamsError(`The plugin has no handler '${mode}' of the phase '${phase}'${whose}.`);
    }

    const ctx = serving.context(signal, phase, feature);
    const call = { phase, mode, context, ...(feature === undefined ? {} : { feature }) };
    const messages: string[] = [];
    for (const entry of entries) {
      const handler = (await serving.handlers.use(entry)) as Phase;
      const outcome = read(await handler[mode]!(ctx, call));
      messages.push(...(outcome.message === undefined ? [] : [outcome.message]));
      if (!outcome.continue) {
        return { continue: false, message: outcome.message };
      }
    }

    return { continue: true, message: messages.length > 0 ? messages.join("\n") : undefined };
  };
}

function read(outcome: PhaseOutcome): { readonly continue: boolean; readonly message: string | undefined } {
  if (typeof outcome === "boolean") {
    return { continue: outcome, message: undefined };
  }

  return { continue: outcome?.continue ?? true, message: outcome?.message };
}
