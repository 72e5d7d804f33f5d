using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Sections;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Ospec;

/// <summary>OSpec's names of events, such as <c>implementation_completed</c>; the host's own, with dots, are taken too.</summary>
internal static class EventNames
{
    private const string Expected = "an event such as implementation_completed";

    public static string Require(Fields fields, string key) =>
        fields.Require(key, Expected) is { } value && value.Text() is { } name ? Check(value, name) : "";

    public static ImmutableArray<string> List(Fields fields, string key) =>
        [.. fields.DistinctTexts(key).Select(value => Check(value, value.Text()!))];

    /// <summary>Checks an event that stands as a key.</summary>
    public static void CheckKey(Value value, string name) => Check(value, name, value.KeyLocation);

    private static string Check(Value value, string name) => Check(value, name, value.Location);

    private static string Check(Value value, string name, SourceLocation location)
    {
        if (!EventPattern.IsName(name) && EventPattern.Fault(name) is { } fault)
        {
            value.Problems.Add(
                ManifestDiagnostics.BadEvent.Error(
                    $"'{value.Path}' is '{Excerpt.Of(name)}', which {(name.Contains('.', StringComparison.Ordinal) ? fault : "is no lower-case name")}; expected {Expected}.",
                    "lower-case letters, digits, '_' and '-'; or such names with dots between them",
                    location
                )
            );
        }

        return name;
    }
}
