import type { Finding, Project } from "@ospec/plugin-sdk";

/** The comments that begin with a word, in the TypeScript and JavaScript of a project. */
export async function findComments(project: Project, word: string, folder: string, limit: number): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const file of await project.glob(`${folder}/**/*.{ts,js}`, { exclude: "**/node_modules/**" })) {
    found.push(...inText(file, await project.readText(file), word));
  }

  return found.slice(0, limit);
}

function* inText(file: string, text: string, word: string): Generator<Finding> {
  for (const [i, line] of text.split("\n").entries()) {
    const at = line.indexOf(`// ${word}`);
    if (at >= 0) {
      const title = line.slice(at + "// ".length).trim();
      const description = "Something is left to do";
      yield { rule: "todo", severity: "low", title, description, file, line: i + 1, column: at + 1, snippet: title };
    }
  }
}
