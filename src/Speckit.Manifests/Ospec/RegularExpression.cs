using System.Text.RegularExpressions;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Ospec;

/// <summary>Regular expressions of rules: those that run in time linear in the text, since both are strangers'.</summary>
internal static class RegularExpression
{
    private const int MaxLength = 1024;

    public static string? Find(Fields fields, string key)
    {
        if (fields.Find(key) is not { } value || value.Text(MaxLength) is not { } text)
        {
            return null;
        }

        if (Fault(text) is { } fault)
        {
            value.Problems.Add(
                ManifestDiagnostics.BadPattern.Error(
                    $"'{value.Path}' is '{Excerpt.Of(text)}', which {fault}.",
                    "in single quotes YAML leaves backslashes alone",
                    value.Location
                )
            );
        }

        return text;
    }

    private static string? Fault(string text)
    {
        try
        {
            _ = new Regex(
                text,
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant,
                Regex.InfiniteMatchTimeout
            );
            return null;
        }
        catch (NotSupportedException)
        {
            return "looks around or refers back, which cannot be matched in linear time";
        }
        catch (ArgumentException e)
        {
            return $"is no regular expression: {Excerpt.Of(e.Message)}";
        }
    }
}
