using System.Text.Json.Serialization.Metadata;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Registry.Http;

/// <summary>Short forms that every feature needs.</summary>
internal static class Answers
{
    /// <summary>A JSON body that caches keep but ask about.</summary>
    public static IResult Json<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        Results.Json(value, type, contentType: "application/json", statusCode: status);

    /// <summary>The value as JSON, or the problem.</summary>
    public static IResult From<T>(Result<T> result, Func<T, IResult> success)
        where T : notnull => result.Succeeded ? success(result.Value) : Problem.Of(result.Diagnostics);
}

/// <summary>The name and version that a route says.</summary>
internal static class RouteValue
{
    /// <summary>Reads a plugin name; <c>%2F</c> stands for the slash of a scoped one.</summary>
    public static Result<PluginName> Name(string text) =>
        PluginName.TryParse(text.Replace("%2f", "/", StringComparison.OrdinalIgnoreCase), out var name)
            ? name
            : RegistryDiagnostics.RequestInvalid.Error(
                $"'{text}' is not a plugin name.",
                "Names are [@scope/]name, of lower-case letters, digits, '.', '_' and '-'."
            );

    /// <summary>Reads a version.</summary>
    public static Result<SemanticVersion> Version(string text) =>
        SemanticVersion.TryParse(text, out var version)
            ? version
            : RegistryDiagnostics.RequestInvalid.Error(
                $"'{text}' is not a SemVer version.",
                "Write all three numbers: 1.2.0."
            );

    /// <summary>Reads a name and a version and goes on with both, or answers with what is wrong.</summary>
    public static IResult Both(string name, string version, Func<PluginName, SemanticVersion, IResult> then)
    {
        var parsedName = Name(name);
        var parsedVersion = Version(version);
        return !parsedName.Succeeded ? Problem.Of(parsedName.Diagnostics)
            : !parsedVersion.Succeeded ? Problem.Of(parsedVersion.Diagnostics)
            : then(parsedName.Value, parsedVersion.Value);
    }

    /// <inheritdoc cref="Both"/>
    public static Task<IResult> BothAsync(
        string name,
        string version,
        Func<PluginName, SemanticVersion, Task<IResult>> then
    )
    {
        var parsedName = Name(name);
        var parsedVersion = Version(version);
        return !parsedName.Succeeded ? Task.FromResult<IResult>(Problem.Of(parsedName.Diagnostics))
            : !parsedVersion.Succeeded ? Task.FromResult<IResult>(Problem.Of(parsedVersion.Diagnostics))
            : then(parsedName.Value, parsedVersion.Value);
    }
}
