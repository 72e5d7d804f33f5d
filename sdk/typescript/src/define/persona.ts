import { define, type Definition } from "./kinds.js";

/** A role that a coding agent can take. */
export interface PersonaDefinition {
  readonly name: string;
  readonly description: string;
  /** What it is and how it works, in Markdown. */
  readonly persona: string;
  /** Words that say what it can do. */
  readonly capabilities?: readonly string[];
}

/** A persona of a plugin. */
export interface Persona extends PersonaDefinition, Definition {}

/** Defines a persona. The manifest names a file; {@link personaMarkdown} gives what belongs into it. */
export function definePersona(definition: PersonaDefinition): Persona {
  return define("persona", { ...definition });
}

/** Several personas that work together. */
export interface SquadDefinition {
  readonly name: string;
  readonly description: string;
  readonly members: readonly PersonaDefinition[];
  /** The member that leads, by name. */
  readonly lead?: string;
}

/** A squad of a plugin. */
export interface Squad extends SquadDefinition, Definition {}

/** Defines a squad. */
export function defineSquad(definition: SquadDefinition): Squad {
  if (definition.members.length === 0) {
    throw new TypeError(`The squad '${definition.name}' has no members.`);
  }

  if (definition.lead !== undefined && !definition.members.some((member) => member.name === definition.lead)) {
    throw new TypeError(`'${definition.lead}' leads the squad '${definition.name}' without being a member.`);
  }

  return define("squad", { ...definition });
}

/** The persona's file: its text, without the indentation that it has in code, and what it can do. */
export function personaMarkdown(persona: PersonaDefinition): string {
  const lines = [dedent(persona.persona)];
  if (persona.capabilities?.length) {
    lines.push("", "## Capabilities", "", ...persona.capabilities.map((word) => `- ${word}`));
  }

  return `${lines.join("\n")}\n`;
}

/** The squad as a page: what it is for, who is in it, and who leads. */
export function squadMarkdown(squad: SquadDefinition): string {
  const members = squad.members.map(
    (member) => `- **${member.name}**${member.name === squad.lead ? " (lead)" : ""}: ${member.description}`,
  );
  return `# ${squad.name}\n\n${squad.description}\n\n${members.join("\n")}\n`;
}

function dedent(text: string): string {
  const lines = text.split("\n").map((line) => line.trimEnd());
  const depths = lines.slice(1).filter((line) => line.length > 0);
  const depth = Math.min(...depths.map((line) => line.length - line.trimStart().length), Number.MAX_SAFE_INTEGER);
  return lines
    .map((line, i) => (i === 0 ? line.trimStart() : line.slice(Math.min(depth, line.length))))
    .join("\n")
    .trim();
}
