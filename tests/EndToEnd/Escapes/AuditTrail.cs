using System.Security.Cryptography;
using System.Text.Json;

namespace Speckit.EndToEnd.Escapes;

/// <summary>The audit log, read without the product's own code.</summary>
internal sealed class AuditTrail
{
    private readonly byte[][] _lines;

    private AuditTrail(byte[][] lines) => _lines = lines;

    internal int Count => _lines.Length;

    internal static AuditTrail Read(string project)
    {
        var bytes = File.ReadAllBytes(Path.Combine(project, ".specify", "audit", "audit.jsonl"));
        bytes[^1].ShouldBe((byte)'\n', "the log ends with a whole line");
        var lines = new List<byte[]>();
        foreach (var range in bytes.AsSpan(0, bytes.Length - 1).Split((byte)'\n'))
        {
            lines.Add(bytes[range]);
        }

        return new AuditTrail([.. lines]);
    }

    /// <summary>Each line carries the SHA-256 of the one before it, and is one JSON object.</summary>
    internal void ShouldBeWhole()
    {
        var previous = new string('0', 64);
        for (var i = 0; i < _lines.Length; i++)
        {
            using var line = JsonDocument.Parse(_lines[i]);
            line.RootElement.GetProperty("prev").GetString().ShouldBe(previous, $"line {i + 1} of the audit log");
            previous = Convert.ToHexStringLower(SHA256.HashData(_lines[i]));
        }
    }

    /// <summary>What was refused to a plugin since the log had so many lines.</summary>
    internal IReadOnlyList<string> RefusedSince(int count, string plugin) =>
        [
            .. Since(count)
                .Where(l =>
                    l.GetProperty("plugin").GetString() == plugin && l.GetProperty("outcome").GetString() == "refused"
                )
                .Select(l => l.GetProperty("action").GetString()!),
        ];

    /// <summary>Which plugins the log names since it had so many lines.</summary>
    internal IReadOnlyList<string> PluginsSince(int count) =>
        [.. Since(count).Select(l => l.GetProperty("plugin").GetString()!).Distinct(StringComparer.Ordinal)];

    private IEnumerable<JsonElement> Since(int count) =>
        _lines.Skip(count).Select(l => JsonSerializer.Deserialize<JsonElement>(l));
}
