using System.Globalization;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Jp;

/// <summary>What a list has declared so far; a second declaration is an error.</summary>
internal sealed class Declared(string kind, string hint)
{
    private readonly Dictionary<string, SourceLocation> _seen = new(StringComparer.Ordinal);

    /// <summary>Adds a name; empty ones were reported before and count as nothing.</summary>
    public void Add(string name, Fields fields)
    {
        if (name.Length == 0 || _seen.TryAdd(name, fields.Location))
        {
            return;
        }

        fields.Problems.Add(
            ManifestDiagnostics.DuplicateDeclaration.Error(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The {kind} '{Excerpt.Of(name)}' is already declared in line {_seen[name].Line}."
                ),
                hint,
                fields.Location
            )
        );
    }
}
