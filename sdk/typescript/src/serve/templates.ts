import type { PostProcessor, TemplateContext } from "../define/template.js";
import type { Methods } from "./serving.js";

export const templateMethods: Methods = {
  async "template/context"(serving, params, signal) {
    const name = params.text("name");
    const entry = serving.handlers.one(`context:${name}`, `template context '${name}'`);
    const provider = (await serving.handlers.use(entry)) as TemplateContext;
    return { context: (await provider.provide(serving.context(signal))) ?? {} };
  },

  async "template/postProcess"(serving, params, signal) {
    const name = params.text("name");
    const content = params.text("content");
    const entry = serving.handlers.one(`postProcessor:${name}`, `post-processor '${name}'`);
    const processor = (await serving.handlers.use(entry)) as PostProcessor;
    const changed = await processor.process(serving.context(signal), content);
    if (typeof changed !== "string") {
      throw new TypeError(`The post-processor '${name}' gave no text.`);
    }

    return { content: changed };
  },
};
