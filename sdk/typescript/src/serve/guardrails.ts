import type { Guardrail, GuardrailResult } from "../define/guardrail.js";
import type { Finding } from "../values/finding.js";
import type { Methods } from "./serving.js";

export const guardrailMethods: Methods = {
  async "guardrail/check"(serving, params, signal) {
    const files = params.texts("files");
    const rules = params.optionalTexts("rules");
    const name = params.optionalText("name");
    const entry =
      name === undefined
        ? serving.handlers.only("guardrail")
        : serving.handlers.one(`guardrail:${name}`, `guardrail '${name}'`);
    const guardrail = (await serving.handlers.use(entry)) as Guardrail;
    const found = await guardrail.check(serving.context(signal), { files, rules });
    return isList(found) ? { findings: found } : { findings: found?.findings ?? [], metrics: found?.metrics };
  },
};

function isList(found: readonly Finding[] | GuardrailResult): found is readonly Finding[] {
  return Array.isArray(found);
}
