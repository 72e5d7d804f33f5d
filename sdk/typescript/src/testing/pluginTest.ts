import { test, type TestContext } from "node:test";
import { type MockContext, mockContext, type MockOptions } from "./mockContext.js";

type PluginTestBody = (ctx: MockContext, t: TestContext) => void | Promise<void>;

/** A test of `node:test` with a context of its own. */
export function pluginTest(name: string, body: PluginTestBody): Promise<void>;
export function pluginTest(name: string, options: MockOptions, body: PluginTestBody): Promise<void>;
export function pluginTest(
  name: string,
  optionsOrBody: MockOptions | PluginTestBody,
  body?: PluginTestBody,
): Promise<void> {
  const options = typeof optionsOrBody === "function" ? {} : optionsOrBody;
  const run = typeof optionsOrBody === "function" ? optionsOrBody : body!;
  return test(name, (t) => run(mockContext(options), t)) as Promise<void>;
}
