using System.Collections.Immutable;
using Speckit.JsonSchema;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Configuration;

/// <summary>Tells what is wrong with a configuration, where in the user's file.</summary>
/// <param name="name">The plugin.</param>
/// <param name="schema">Its schema.</param>
/// <param name="file">The user's file.</param>
internal sealed class ConfigurationProblems(PluginName name, ConfigurationSchema schema, ConfigurationFile file)
{
    /// <summary>A key in the words of a message.</summary>
    internal static string Subject(ImmutableArray<string> parts) =>
        parts.IsEmpty ? "the configuration" : $"'{ConfigurationKey.Of(parts)}'";

    internal Diagnostic Of(ValidationError error)
    {
        var parts = ConfigurationKey.PartsOf(error.InstancePath);
        var unknown = IsUnknownKey(error);
        var place = file.Locate(parts, ofKey: unknown);
        var message = schema.IsSecret(parts) ? $"the value does not fit its schema ({error.Keyword})" : error.Message;
        var origin = place is null && !parts.IsEmpty ? " (a default of the plugin)" : "";
        var subject = unknown ? Subject(parts[..^1]) : Subject(parts);
        return HostDiagnostics.ConfigurationMismatch.Error(
            $"{subject}{origin}: {message}",
            Hint(error, parts, unknown, place is null),
            place ?? new SourceLocation(file.Name, 1, 1)
        );
    }

    /// <summary>What is wrong once the references are resolved. The values are secrets: nothing of them is told.</summary>
    internal Diagnostic OfResolved(ValidationError error, IEnumerable<string> names)
    {
        var parts = ConfigurationKey.PartsOf(error.InstancePath);
        var filledIn = string.Join(", ", names.Select(n => $"${{{n}}}"));
        return HostDiagnostics.ConfigurationMismatch.Error(
            $"{Subject(parts)}: does not fit its schema ({error.Keyword}) when {filledIn} is filled in",
            $"'specify plugin config {name}' shows what is expected; the value is not shown, for it may be a secret",
            file.Locate(parts, ofKey: false) ?? new SourceLocation(file.Name, 1, 1)
        );
    }

    /// <summary>A name that has no value.</summary>
    internal Diagnostic Unresolved(string missing, ImmutableArray<string> parts)
    {
        var place = file.Locate(parts, ofKey: false);
        var origin = place is null ? " (a default of the plugin)" : "";
        return HostDiagnostics.ReferenceUnresolved.Error(
            $"{Subject(parts)}{origin}: ${{{missing}}} is neither an environment variable nor in ~/.specify/secrets.yaml",
            $"set {missing} in the environment, or add '{missing}: …' to ~/.specify/secrets.yaml (mode 0600)",
            place ?? new SourceLocation(file.Name, 1, 1)
        );
    }

    private string Hint(ValidationError error, ImmutableArray<string> parts, bool unknown, bool isDefault)
    {
        if (unknown)
        {
            var known = schema.Places.KeysOf(parts[..^1]);
            return Suggestion.DidYouMean(parts[^1], known)
                ?? (known.IsEmpty ? "remove it" : $"the keys are {string.Join(", ", known)}");
        }

        if (ConfigurationSchema.IsMissing(error))
        {
            return $"'specify plugin config {name} set <key> <value>' adds it";
        }

        var key = ConfigurationKey.Of(parts);
        return parts.IsEmpty ? $"'specify plugin config {name}' shows what is expected"
            : isDefault ? $"'specify plugin config {name} set {key} <value>' gives another one"
            : $"change it there, or 'specify plugin config {name} reset {key}' goes back to the default";
    }

    private static bool IsUnknownKey(ValidationError error) =>
        error.Keyword is "additionalProperties" or "unevaluatedProperties" or "propertyNames"
        && error.InstancePath.Length > 0;
}
