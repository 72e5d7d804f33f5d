using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Speckit.EndToEnd;

/// <summary>The audit log as somebody else reads it, who only knows what the guide says of it.</summary>
internal sealed class AuditLines
{
    private readonly HashSet<(string Outcome, string Target)> _writes = [];

    internal AuditLines(string project)
    {
        var previous = new string('0', 64);
        foreach (var line in File.ReadAllLines(Path.Combine(project, ".specify", "audit", "audit.jsonl")))
        {
            Count++;
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            root.GetProperty("prev").GetString().ShouldBe(previous, $"the chain breaks at line {Count}");
            previous = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));
            if (root.GetProperty("action").GetString() == "project/writeFile")
            {
                _writes.Add((root.GetProperty("outcome").GetString()!, root.GetProperty("target").GetString()!));
            }
        }
    }

    /// <summary>How many there are.</summary>
    internal int Count { get; }

    /// <summary>Whether there is a line of that outcome for writing a file.</summary>
    internal bool HasWrite(string outcome, string target) => _writes.Contains((outcome, target));
}
