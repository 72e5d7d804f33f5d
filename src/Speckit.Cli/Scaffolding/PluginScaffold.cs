using System.Collections.Immutable;
using System.Text;
using Speckit.Host;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Files;

namespace Speckit.Cli.Scaffolding;

/// <summary>Writes a new plugin from the templates of its language and type (<c>Templates/</c>).</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Language">The language of its code.</param>
/// <param name="Type">What it provides.</param>
internal sealed record PluginScaffold(PluginName Name, string Language, string Type)
{
    internal const string CSharp = "csharp";
    internal const string Python = "python";
    internal const string TypeScript = "typescript";

    /// <summary>Types of texts and rules: there is no code in them.</summary>
    private static readonly ImmutableArray<string> WithoutCode = ["agent", "guardrails"];

    private const string ManifestName = "plugin.yaml";
    private const string HeadName = "head.yaml";
    private const string BodyName = "body.yaml";
    private const string UsageName = "usage.md";

    // A namespace hides a type of the same name. What the templates use is looked up; these are what authors use next.
    private static readonly ImmutableArray<string> Taken =
    [
        "Action",
        "Attribute",
        "Console",
        "Convert",
        "Directory",
        "Environment",
        "Exception",
        "File",
        "Lazy",
        "List",
        "Math",
        "Object",
        "Path",
        "Queue",
        "Random",
        "Stack",
        "String",
        "Thread",
        "Timer",
        "Tuple",
        "Type",
        "Uri",
        "Version",
    ];

    /// <summary>The languages there are templates for.</summary>
    internal static ImmutableArray<string> Languages { get; } = [CSharp, Python, TypeScript];

    /// <summary>The types there are templates for. Named here, since help is shown without a look at the templates.</summary>
    internal const string Types = "agent, command, guardrails, hook, integration, outcome, stack, workflow";

    /// <summary>The types there are templates for, in a language.</summary>
    internal static ImmutableArray<string> TypesOf(string language) =>
        [
            .. TemplateFiles
                .Names.Where(n => n.StartsWith(language + "/", StringComparison.Ordinal))
                .Select(n => n.Split('/')[1])
                .Where(t => t != "base")
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The namespace of the plugin's commands.</summary>
    internal string CommandNamespace => Name.Name.Replace('.', '-');

    /// <summary>Whether there are templates for it, and if not, what there is.</summary>
    internal Diagnostic? FindProblem() =>
        TypesOf(Language).Contains(Type)
            ? null
            : CliDiagnostics.Usage.Error(
                $"there is no template for a plugin of type '{Type}' in {Language}",
                $"in {Language} there are: {string.Join(", ", TypesOf(Language))}"
            );

    /// <summary>Writes the files.</summary>
    /// <param name="directory">The plugin's folder; it is made.</param>
    /// <param name="time">The clock, for the year of the licence.</param>
    /// <returns>The files, relative to the folder, sorted.</returns>
    internal ImmutableArray<string> Write(string directory, TimeProvider time)
    {
        var words = Words(time);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var prefix in Folders())
        {
            foreach (var (path, text) in TemplateFiles.Below(prefix))
            {
                files[Fill(path, words)] = text;
            }
        }

        // A type of OSpec's has a manifest in its own dialect.
        _ = files.TryAdd(ManifestName, files[HeadName] + "\n" + files.GetValueOrDefault(BodyName));
        files["README.md"] = files["README.md"]
            .Replace("{{usage}}", files[UsageName].TrimEnd(), StringComparison.Ordinal);
        foreach (var part in (string[])[HeadName, BodyName, UsageName])
        {
            files.Remove(part);
        }

        foreach (var (path, text) in files)
        {
            var target = Path.Combine(directory, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            AtomicFile.Write(target, Encoding.UTF8.GetBytes(Fill(text, words)));
        }

        return [.. files.Keys];
    }

    /// <summary>A plugin without code has nothing that a project would compile.</summary>
    private string[] Folders() =>
        WithoutCode.Contains(Type)
            ? ["common/", $"{Language}/{Type}/"]
            : ["common/", $"{Language}/base/", $"{Language}/{Type}/"];

    private ImmutableArray<(string Token, string Value)> Words(TimeProvider time) =>
        [
            ("{{name}}", Name.ToString()),
            ("{{short}}", Name.Name),
            ("{{namespace}}", CommandNamespace),
            ("{{Id}}", Identifier(Name.Name)),
            ("{{module}}", Name.Name.Replace('-', '_').Replace('.', '_')),
            ("{{core}}", HostEnvironment.CoreVersion.ToString()),
            ("{{year}}", $"{time.GetUtcNow():yyyy}"),
        ];

    private static string Fill(string text, ImmutableArray<(string Token, string Value)> words) =>
        words.Aggregate(text, (filled, word) => filled.Replace(word.Token, word.Value, StringComparison.Ordinal));

    /// <summary>A C# identifier: <c>my-plugin</c> becomes <c>MyPlugin</c>.</summary>
    private static string Identifier(string name)
    {
        var words = name.Split(['-', '.', '_'], StringSplitOptions.RemoveEmptyEntries)
            .Select(w => char.ToUpperInvariant(w[0]) + w[1..]);
        var joined = string.Concat(words);
        if (Taken.Contains(joined) || IsInTemplates(joined))
        {
            return joined + "Plugin";
        }

        return char.IsAsciiLetter(joined[0]) ? joined : "Plugin" + joined;
    }

    private static bool IsInTemplates(string word) =>
        TemplateFiles.Below(CSharp + "/").Any(template => HasWord(template.Text, word));

    private static bool HasWord(string text, string word)
    {
        for (
            var at = text.IndexOf(word, StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf(word, at + 1, StringComparison.Ordinal)
        )
        {
            var end = at + word.Length;
            if ((at == 0 || !IsPart(text[at - 1])) && (end == text.Length || !IsPart(text[end])))
            {
                return true;
            }
        }

        return false;

        static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
    }
}
