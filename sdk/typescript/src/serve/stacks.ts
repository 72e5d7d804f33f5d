import type { Compatibility, Stack } from "../define/stack.js";
import type { GenerationResult, OSpecDocument, ProjectConfig } from "../ospec/documents.js";
import type { StackPlugin } from "../ospec/plugin.js";
import { Fields } from "../protocol/fields.js";
import type { Methods, Serving } from "./serving.js";

export const stackMethods: Methods = {
  async "stack/isCompatible"(serving, params, signal) {
    const stack = await find(serving, params);
    const context = params.insideOptional("context");
    const outcomeType = context.optionalText("outcomeType") ?? "";
    const requirements = context.optionalObject("requirements") ?? {};
    if (isOSpec(stack)) {
      return answer(await stack.isCompatible(outcomeType, requirements));
    }

    return answer((await stack.isCompatible?.(serving.context(signal), { outcomeType, requirements })) ?? true);
  },

  async "stack/configuration"(serving, params, signal) {
    const stack = await find(serving, params);
    const configuration = isOSpec(stack)
      ? await stack.getConfiguration()
      : await stack.configuration?.(serving.context(signal));
    return { configuration: configuration ?? {} };
  },

  async "stack/scaffold"(serving, params, signal) {
    const stack = await find(serving, params);
    const context = params.insideOptional("context");
    const spec: OSpecDocument = context.optionalObject("spec") ?? {};
    const config: ProjectConfig = context.optionalObject("config") ?? {};
    const made = isOSpec(stack)
      ? await stack.generateProject(spec, config)
      : await stack.scaffold?.(serving.context(signal), { spec, config });
    return { files: filesOf(made ?? {}) };
  },
};

async function find(serving: Serving, params: Fields): Promise<Stack | StackPlugin> {
  const name = params.text("name");
  const entry = serving.handlers.one(`stack:${name}`, `stack '${name}'`);
  return (await serving.handlers.use(entry)) as Stack | StackPlugin;
}

/** OSpec's methods take what a definition's find in a context. */
function isOSpec(stack: Stack | StackPlugin): stack is StackPlugin {
  return "getConfiguration" in stack || "generateProject" in stack;
}

function answer(compatibility: Compatibility): { readonly compatible: boolean; readonly reason?: string } {
  return typeof compatibility === "object" ? compatibility : { compatible: Boolean(compatibility) };
}

function filesOf(made: GenerationResult): Record<string, string> {
  const files = made.files ?? {};
  const entries: [string, unknown][] = Array.isArray(files)
    ? files.map((file: { path: string; content: unknown }) => [file.path, file.content])
    : Object.entries(files);
  for (const [path, content] of entries) {
    if (typeof path !== "string" || typeof content !== "string") {
      throw new TypeError(`A stack's file '${path}' has no text.`);
    }
  }

  return Object.fromEntries(entries) as Record<string, string>;
}
