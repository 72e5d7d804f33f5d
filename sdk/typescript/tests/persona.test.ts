import assert from "node:assert/strict";
import { test } from "node:test";
import { definePersona, defineSquad, personaMarkdown, squadMarkdown } from "../src/index.js";

const auditor = definePersona({
  name: "auditor",
  description: "Reads code for mistakes",
  persona: `
    You are an auditor:
    - careful
      - twice
  `,
  capabilities: ["code_review"],
});

test("personaMarkdown_IndentedText_IsAFile", () => {
  assert.equal(
    personaMarkdown(auditor),
    "You are an auditor:\n- careful\n  - twice\n\n## Capabilities\n\n- code_review\n",
  );
});

test("squadMarkdown_NamesMembersAndLead", () => {
  const squad = defineSquad({ name: "reviewers", description: "They review.", members: [auditor], lead: "auditor" });
  assert.equal(
    squadMarkdown(squad),
    "# reviewers\n\nThey review.\n\n- **auditor** (lead): Reads code for mistakes\n",
  );
});

test("defineSquad_WithoutItsLead_Throws", () => {
  assert.throws(() => defineSquad({ name: "s", description: "", members: [auditor], lead: "x" }), TypeError);
  assert.throws(() => defineSquad({ name: "s", description: "", members: [] }), TypeError);
});
