using System.Globalization;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Sections;

/// <summary>What a list has declared so far; a second declaration is an error.</summary>
internal sealed class Declared(string kind, string hint)
{
    private readonly Dictionary<string, SourceLocation> _seen = new(StringComparer.Ordinal);

    /// <summary>Adds a name; empty ones were reported before and count as nothing.</summary>
    public void Add(string name, Fields fields) => Add(name, fields.Problems, fields.Location);

    /// <inheritdoc cref="Add(string, Fields)"/>
    public void Add(string name, Problems problems, SourceLocation location)
    {
        if (name.Length == 0 || _seen.TryAdd(name, location))
        {
            return;
        }

        problems.Add(
            ManifestDiagnostics.DuplicateDeclaration.Error(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The {kind} '{Excerpt.Of(name)}' is already declared in line {_seen[name].Line}."
                ),
                hint,
                location
            )
        );
    }
}
