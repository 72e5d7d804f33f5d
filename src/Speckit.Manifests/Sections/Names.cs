using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Sections;

/// <summary>The names that manifests hold, each with its rule.</summary>
internal static class Names
{
    private const string Characters = "lower-case letters, digits, '-', '_' and '.', starting with a letter or digit";

    private const int MaxVariable = 256;

    private const string PluginRule = $"name or @scope/name, each of {Characters}";

    private static readonly string Rule = $"at most {Limits.Name} {Characters}";

    /// <summary>The name of a command: <c>[namespace:]name</c>.</summary>
    public static string Command(Fields fields) =>
        Read(fields, "a name such as jpspec:security-scan", IsCommand, $"a name, or namespace:name, each of {Rule}");

    /// <summary>The name of an agent, workflow, integration, stack or squad; it may become a file's name.</summary>
    public static string Simple(Fields fields) => Simple(fields, "name", "a name");

    /// <inheritdoc cref="Simple(Fields)"/>
    public static string Simple(Fields fields, string key, string expected) =>
        Read(fields, expected, IsSimple, Rule, key);

    /// <summary>A name that stands as a key.</summary>
    public static void CheckKey(Value value, string key)
    {
        if (!IsSimple(key))
        {
            Report(value, key, Rule, value.KeyLocation);
        }
    }

    /// <summary>The name of a plugin that stands as a key.</summary>
    public static PluginName? PluginKey(Value value, string key)
    {
        if (PluginName.TryParse(key, out var name))
        {
            return name;
        }

        Report(value, key, PluginRule, value.KeyLocation);
        return null;
    }

    /// <summary>The name of a phase, such as <c>implement</c>.</summary>
    public static string Phase(Fields fields) => Read(fields, "a phase such as implement", IsSimple, Rule, "phase");

    /// <summary>The name of an argument or option, without dashes.</summary>
    public static string? Parameter(Value value, string text)
    {
        if (char.IsAsciiLetter(text.FirstOrDefault()) && text.Length <= Limits.Name && text.All(IsParameterPart))
        {
            return text;
        }

        Report(value, text, $"at most {Limits.Name} letters, digits, '-' and '_', starting with a letter");
        return null;
    }

    /// <summary>The name of an environment variable.</summary>
    public static string? EnvironmentVariable(Value value)
    {
        if (value.Text() is not { } text)
        {
            return null;
        }

        if (
            !char.IsAsciiDigit(text[0])
            && text.Length <= MaxVariable
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        )
        {
            return text;
        }

        Report(value, text, $"at most {MaxVariable} letters, digits and '_', not starting with a digit");
        return null;
    }

    /// <summary>The name of a plugin: <c>[@scope/]name</c>.</summary>
    public static PluginName? Plugin(Value value)
    {
        if (value.Text() is not { } text)
        {
            return null;
        }

        if (PluginName.TryParse(text, out var name))
        {
            return name;
        }

        Report(value, text, PluginRule);
        return null;
    }

    private static string Read(
        Fields fields,
        string expected,
        Func<string, bool> isValid,
        string rule,
        string key = "name"
    )
    {
        if (fields.Require(key, expected) is not { } value || value.Text() is not { } text)
        {
            return "";
        }

        if (!isValid(text))
        {
            Report(value, text, rule);
        }

        return text;
    }

    private static void Report(Value value, string text, string rule, SourceLocation? location = null)
    {
        var suggestion = text.Trim().ToLowerInvariant().Replace(' ', '-');
        var hint = suggestion != text && IsCommand(suggestion) ? $"write {suggestion}" : null;
        value.Problems.Add(
            ManifestDiagnostics.BadName.Error(
                $"'{value.Path}' is '{Excerpt.Of(text)}'; expected {rule}.",
                hint,
                location ?? value.Location
            )
        );
    }

    /// <summary>Whether a command may be called that.</summary>
    public static bool IsCommand(string text)
    {
        var parts = text.Split(':');
        return parts.Length <= 2 && parts.All(IsSimple);
    }

    private static bool IsSimple(string text) =>
        text.Length is > 0 and <= Limits.Name
        && IsLowerOrDigit(text[0])
        && text[^1] != '.'
        && text.All(c => IsLowerOrDigit(c) || c is '-' or '_' or '.');

    private static bool IsLowerOrDigit(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);

    private static bool IsParameterPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
