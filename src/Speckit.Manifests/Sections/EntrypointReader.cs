using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Sections;

/// <summary>Reads <c>path[:member]</c> (JP design §4; formats: "Entrypoints").</summary>
internal static class EntrypointReader
{
    private const string Expected = "an entry point such as src/commands/scan.py:run";

    /// <summary>Stands in where a manifest gives none; a manifest with one is never returned.</summary>
    public static Entrypoint None { get; } = new("", null);

    public static Entrypoint Require(Fields fields, string key) =>
        fields.Require(key, Expected) is { } value ? Read(value) ?? None : None;

    public static Entrypoint? Read(Value value)
    {
        if (value.Text(Limits.Path) is not { } text)
        {
            return null;
        }

        var colon = PackagePath.HasDrive(text) ? -1 : text.IndexOf(':', StringComparison.Ordinal);
        var member = colon < 0 ? null : text[(colon + 1)..];
        var path = PackagePath.Check(value, colon < 0 ? text : text[..colon]);
        if (member is not null && !IsMember(member))
        {
            value.Problems.Add(
                ManifestDiagnostics.BadEntrypoint.Error(
                    $"'{value.Path}' names the member '{Excerpt.Of(member)}'; expected names of letters, digits and underscores, with dots between them.",
                    "write path:member, such as src/commands/scan.py:run or bin/Scanner.dll:Scanner.ScanCommand",
                    value.Location
                )
            );
            return null;
        }

        return path is null ? null : new Entrypoint(path, member, value.Location);
    }

    // '+' joins nested .NET types, '$' is a letter to JavaScript.
    private static bool IsMember(string member) =>
        member.Split('.', '+').All(part => part.Length > 0 && IsStart(part[0]) && part.All(IsPart));

    private static bool IsStart(char c) => char.IsLetter(c) || c is '_' or '$';

    private static bool IsPart(char c) => IsStart(c) || char.IsDigit(c);
}
