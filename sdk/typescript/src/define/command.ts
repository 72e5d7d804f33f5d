import type { SpeckitContext } from "../context/context.js";
import { bind, checkSpecs, type RawCall } from "./binding.js";
import { define, type Definition } from "./kinds.js";
import type { ArgumentSpecs, CommandValues, OptionSpecs } from "./parameters.js";

/** What a command does, and how it is called. The manifest declares the same. */
export interface CommandDefinition<Arguments extends ArgumentSpecs, Options extends OptionSpecs> {
  /** As in the manifest, such as `todo:list`. */
  readonly name: string;
  readonly description?: string;
  readonly arguments?: Arguments;
  readonly options?: Options;

  /**
   * Runs it.
   * @returns What programs get as JSON, or {@link commandResult} for another exit code than 0.
   */
  run(ctx: SpeckitContext, args: CommandValues<Arguments, Options>): unknown;
}

/** A command of a plugin. */
export interface Command<Arguments extends ArgumentSpecs = ArgumentSpecs, Options extends OptionSpecs = OptionSpecs>
  extends Definition {
  readonly name: string;
  readonly description: string;
  readonly arguments: Arguments;
  readonly options: Options;
  run(ctx: SpeckitContext, args: CommandValues<Arguments, Options>): unknown;
}

/** Defines a command. What `run` is given follows from `arguments` and `options`. */
export function defineCommand<
  const Arguments extends ArgumentSpecs = Record<never, never>,
  const Options extends OptionSpecs = Record<never, never>,
>(definition: CommandDefinition<Arguments, Options>): Command<Arguments, Options> {
  const args = definition.arguments ?? ({} as Arguments);
  const options = definition.options ?? ({} as Options);
  checkSpecs(definition.name, args, options);
  return define("command", {
    name: definition.name,
    description: definition.description ?? "",
    arguments: args,
    options,
    run: definition.run,
  });
}

/** A command's result with an exit code of its own. A non-zero one makes `specify run` end with 1. */
export class CommandResult {
  readonly result: unknown;
  readonly exitCode: number;

  constructor(result: unknown, exitCode: number) {
    this.result = result;
    this.exitCode = exitCode;
  }
}

/** What a command gives to programs, with an exit code. */
export function commandResult(result: unknown, exitCode: number): CommandResult {
  if (!Number.isSafeInteger(exitCode)) {
    throw new TypeError(`An exit code is a whole number, not ${exitCode}.`);
  }

  return new CommandResult(result, exitCode);
}

/** What else may stand for a command: a function, or an object with `run`. Without declared parameters it binds nothing. */
export interface CommandLike {
  readonly arguments?: ArgumentSpecs;
  readonly options?: OptionSpecs;
  run(ctx: SpeckitContext, args: never): unknown;
}

/** Runs a command with a call of the host. */
export async function runCommand(
  name: string,
  command: CommandLike,
  ctx: SpeckitContext,
  call: RawCall,
): Promise<CommandResult> {
  const declared = command.arguments !== undefined || command.options !== undefined;
  const args = declared ? bind(name, command.arguments ?? {}, command.options ?? {}, call) : call;
  const result = await command.run(ctx, args as never);
  return result instanceof CommandResult ? result : new CommandResult(result ?? null, 0);
}
