/** What a parameter's text is turned into. */
export type ParameterType = "string" | "integer" | "number" | "boolean";

interface ParameterSpec {
  readonly description?: string;
  /** `string` unless told; for an option `boolean` is a flag. */
  readonly type?: ParameterType;
  /** The texts that are allowed. */
  readonly choices?: readonly string[];
  /** Whether a call without it is refused; not, unless told. */
  readonly required?: boolean;
  /** Whether it takes several values and gives a list. */
  readonly multiple?: boolean;
  /** The value without one. */
  readonly default?: string | number | boolean | readonly (string | number)[];
}

/** An argument of a command: its place is that among the others. One with `multiple` comes last. */
export interface ArgumentSpec extends ParameterSpec {}

/** An option of a command, given by name. */
export interface OptionSpec extends ParameterSpec {}

/** Arguments by name, in their order. */
export type ArgumentSpecs = Readonly<Record<string, ArgumentSpec>>;

/** Options by name, without dashes. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** `dry-run` is `dryRun` in code. */
export type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

type Single<Spec extends ParameterSpec> = Spec extends { readonly choices: readonly (infer Choice)[] }
  ? Choice
  : Spec extends { readonly type: "integer" | "number" }
    ? number
    : Spec extends { readonly type: "boolean" }
      ? boolean
      : string;

type ValueOf<Spec extends ParameterSpec> = Spec extends { readonly multiple: true }
  ? readonly Single<Spec>[]
  : Spec extends { readonly required: true } | { readonly default: string | number | boolean | readonly (string | number)[] } | { readonly type: "boolean" }
    ? Single<Spec>
    : Single<Spec> | undefined;

/** The values of parameters, by their names in code. */
export type ValuesOf<Specs extends Readonly<Record<string, ParameterSpec>>> = {
  readonly [Name in keyof Specs & string as CamelCase<Name>]: ValueOf<Specs[Name]>;
};

/** What a command's `run` is given. */
export type CommandValues<Arguments extends ArgumentSpecs, Options extends OptionSpecs> = ValuesOf<Arguments> &
  ValuesOf<Options>;

/** A parameter's name in code. */
export function camelCase(name: string): string {
  return name.replace(/-([^-])/g, (_, letter: string) => letter.toUpperCase());
}
