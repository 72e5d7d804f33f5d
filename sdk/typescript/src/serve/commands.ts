import { type CommandLike, runCommand } from "../define/command.js";
import type { Methods } from "./serving.js";

export const commandMethods: Methods = {
  async "command/run"(serving, params, signal) {
    const name = params.text("name");
    const call = { arguments: params.optionalTexts("arguments") ?? [], options: params.optionalObject("options") ?? {} };
    const entry = serving.handlers.one(`command:${name}`, `command '${name}'`);
    const command = (await serving.handlers.use(entry)) as CommandLike;
    const { result, exitCode } = await runCommand(name, command, serving.context(signal), call);
    return { result, exitCode };
  },
};
