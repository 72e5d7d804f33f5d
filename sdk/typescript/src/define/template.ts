import type { SpeckitContext } from "../context/context.js";
import { define, type Definition } from "./kinds.js";

/** Gives templates the values that they are filled with. */
export interface TemplateContextDefinition {
  readonly name: string;
  provide(ctx: SpeckitContext): object | Promise<object>;
}

/** A context provider of a plugin. */
export interface TemplateContext extends TemplateContextDefinition, Definition {}

/** Defines a context provider of templates. */
export function defineTemplateContext(definition: TemplateContextDefinition): TemplateContext {
  return define("context", { ...definition });
}

/** Changes what templates gave. */
export interface PostProcessorDefinition {
  readonly name: string;
  process(ctx: SpeckitContext, content: string): string | Promise<string>;
}

/** A post-processor of a plugin. */
export interface PostProcessor extends PostProcessorDefinition, Definition {}

/** Defines a post-processor of templates. */
export function definePostProcessor(definition: PostProcessorDefinition): PostProcessor {
  return define("postProcessor", { ...definition });
}
