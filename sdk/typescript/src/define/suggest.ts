const longestCompared = 64;

/** ` Did you mean X?`, or an empty text when nothing is near. */
export function suggest(typed: string, known: Iterable<string>): string {
  const limit = Math.max(1, Math.floor(typed.length / 3));
  const near = [...known]
    .map((name) => ({ name, distance: distance(typed, name) }))
    .filter((candidate) => candidate.distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return near[0] ? ` Did you mean ${near[0].name}?` : "";
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one into the other. */
function distance(a: string, b: string): number {
  if (a.length > longestCompared || b.length > longestCompared) {
    return Number.POSITIVE_INFINITY;
  }

  const x = a.toLowerCase();
  const y = b.toLowerCase();
  const rows: number[][] = [];
  for (let i = 0; i <= x.length; i++) {
    const row: number[] = [];
    for (let j = 0; j <= y.length; j++) {
      if (i === 0 || j === 0) {
        row.push(i + j);
        continue;
      }

      const replaced = rows[i - 1]![j - 1]! + (x[i - 1] === y[j - 1] ? 0 : 1);
      let best = Math.min(replaced, rows[i - 1]![j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && x[i - 1] === y[j - 2] && x[i - 2] === y[j - 1]) {
        best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      }

      row.push(best);
    }

    rows.push(row);
  }

  return rows[x.length]![y.length]!;
}
