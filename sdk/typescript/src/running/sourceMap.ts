const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** For each line of the generated file, the line of the source where it begins, both from 0; undefined when it has none. */
export function sourceLines(mappings: string): (number | undefined)[] {
  let sourceLine = 0;
  return mappings.split(";").map((line) => {
    let first: number | undefined;
    for (const segment of line.split(",").filter((s) => s.length > 0)) {
      // Column, source, line, column: each relative to the one before.
      sourceLine += decode(segment)[2] ?? 0;
      first ??= sourceLine;
    }

    return first;
  });
}

/** Base 64 variable-length quantities. */
function decode(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const char of segment) {
    const digit = digits.indexOf(char);
    value += (digit & 31) << shift;
    if (digit & 32) {
      shift += 5;
      continue;
    }

    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }

  return numbers;
}
