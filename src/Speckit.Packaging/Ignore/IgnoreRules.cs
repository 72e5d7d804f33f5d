using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Files;

namespace Speckit.Packaging.Ignore;

/// <summary>What a decision about a path is.</summary>
internal enum IgnoreDecision
{
    /// <summary>It is packed.</summary>
    Pack,

    /// <summary>It is left out.</summary>
    LeaveOut,

    /// <summary>It is left out and looks like a secret.</summary>
    LeaveOutSecret,
}

/// <summary>Which files of a source folder are not packed: the default rules, then those of <c>.specifyignore</c>; the last that matches decides.</summary>
internal sealed class IgnoreRules
{
    internal const string FileName = ".specifyignore";

    private const int MaxBytes = 64 << 10;
    private const int MaxRules = 1000;
    private const int MaxLine = 1024;

    // The package is not to have these, whatever .specifyignore takes back.
    private static readonly string[] Always = [".git", "/config.yaml", "/.specifyignore"];

    private static readonly string[] Defaults =
    [
        "obj/",
        "*/**/bin/",
        "node_modules/",
        "__pycache__/",
        "*.pyc",
        ".venv/",
        ".DS_Store",
        "/*.tar.gz",
        "*.sig",
    ];

    private static readonly string[] Secrets =
    [
        ".env*",
        "*.pem",
        "*.key",
        "*.p12",
        "*.pfx",
        "id_rsa",
        "id_dsa",
        "id_ecdsa",
        "id_ed25519",
    ];

    private static readonly List<IgnoreRule> AlwaysRules = Trusted(Always, secret: false);

    private readonly List<IgnoreRule> _rules = [.. Trusted(Defaults, secret: false), .. Trusted(Secrets, secret: true)];

    private IgnoreRules() { }

    /// <summary>The default rules alone.</summary>
    internal static IgnoreRules Default { get; } = new();

    /// <summary>The default rules and those of the folder's <c>.specifyignore</c>, if it has one.</summary>
    internal static Result<IgnoreRules> Load(string directory)
    {
        var path = Path.Combine(directory, FileName);
        var read = PlainFile.ReadAll(path, MaxBytes);
        if (!read.TryGet(out var bytes))
        {
            return read.Diagnostics[0].Descriptor == PackagingDiagnostics.FileMissing
                ? Default
                : read.Propagate<IgnoreRules>();
        }

        return Parse(Encoding.UTF8.GetString(bytes));
    }

    /// <summary>The default rules and those of a text.</summary>
    internal static Result<IgnoreRules> Parse(string text)
    {
        var rules = new IgnoreRules();
        var number = 0;
        foreach (var line in text.TrimStart('\uFEFF').AsSpan().EnumerateLines())
        {
            number++;
            IgnoreRule? rule = null;
            var problem = line.Length > MaxLine ? "it is too long" : IgnoreRule.Parse(line.ToString(), out rule);
            problem ??= number > MaxRules ? $"it is after {MaxRules} lines, the most there may be" : null;
            if (problem is not null)
            {
                return PackagingDiagnostics.IgnoreRuleInvalid.Error(
                    $"The rule cannot be read: {problem}.",
                    "The patterns *, **, ?, !, a leading and a trailing / mean what they mean in .gitignore.",
                    new SourceLocation(FileName, number, 1)
                );
            }

            if (rule is not null)
            {
                rules._rules.Add(rule);
            }
        }

        return rules;
    }

    /// <summary>What is to become of a path. What is in a folder that is left out is not asked for.</summary>
    internal IgnoreDecision Decide(string path, bool isDirectory)
    {
        var components = path.Split('/');
        if (AlwaysRules.Exists(rule => rule.Matches(components, isDirectory)))
        {
            return IgnoreDecision.LeaveOut;
        }

        var last = _rules.FindLast(rule => rule.Matches(components, isDirectory));
        return last is null || last.Includes ? IgnoreDecision.Pack
            : last.IsSecret ? IgnoreDecision.LeaveOutSecret
            : IgnoreDecision.LeaveOut;
    }

    private static List<IgnoreRule> Trusted(string[] lines, bool secret)
    {
        var rules = new List<IgnoreRule>();
        foreach (var line in lines)
        {
            var problem = IgnoreRule.Parse(line, out var rule, secret);
            rules.Add(rule ?? throw new InvalidOperationException($"'{line}': {problem}"));
        }

        return rules;
    }
}
